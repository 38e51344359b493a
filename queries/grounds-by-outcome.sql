-- Which grounds carry the denials of treatments, and which the certifications?
-- A determination that states two grounds counts for both. For one kind of treatment add, say,
-- list_contains(categories, 'surgery') to the conditions.
SELECT ground, ground_label, count(*) AS determinations, count(*) FILTER (outcome = 'Upheld') AS upheld,
       count(*) FILTER (outcome = 'Overturned') AS overturned,
       count(*) FILTER (outcome = 'PartiallyOverturned') AS partially_overturned
FROM (SELECT unnest(grounds) AS ground, unnest(ground_labels) AS ground_label, outcome FROM determinations
      WHERE outcome IS NOT NULL AND treatments <> [])
GROUP BY ground, ground_label
ORDER BY determinations DESC, ground
