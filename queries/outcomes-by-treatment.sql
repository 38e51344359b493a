-- How did disputes over each treatment end?
SELECT requested, requested_label, count(*) AS determinations, count(*) FILTER (outcome = 'Upheld') AS upheld,
       count(*) FILTER (outcome = 'Overturned') AS overturned,
       count(*) FILTER (outcome = 'PartiallyOverturned') AS partially_overturned
FROM (SELECT unnest(treatments) AS requested, unnest(treatment_labels) AS requested_label, outcome FROM determinations)
WHERE outcome IS NOT NULL
GROUP BY requested, requested_label
ORDER BY determinations DESC, requested
