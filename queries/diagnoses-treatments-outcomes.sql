-- Which treatments are asked for with which diagnoses, and how do these disputes end?
-- The diagnoses are those that the letter states as present: each meets each of the letter's items.
WITH asked AS (SELECT letter_id, unnest(treatments) AS requested, unnest(treatment_labels) AS requested_label, outcome
               FROM determinations WHERE outcome IS NOT NULL),
stated AS (SELECT letter_id, unnest(present_conditions) AS diagnosis,
                  unnest(present_condition_labels) AS diagnosis_label FROM letters)
SELECT diagnosis, diagnosis_label, requested, requested_label, count(*) AS determinations, count(*) FILTER (outcome = 'Upheld') AS upheld,
       count(*) FILTER (outcome = 'Overturned') AS overturned,
       count(*) FILTER (outcome = 'PartiallyOverturned') AS partially_overturned
FROM asked JOIN stated USING (letter_id)
GROUP BY diagnosis, diagnosis_label, requested, requested_label
ORDER BY determinations DESC, diagnosis, requested
