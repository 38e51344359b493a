-- Do disputes end otherwise when both parties rely on the same guideline?
SELECT agreement, count(*) AS determinations, count(*) FILTER (outcome = 'Upheld') AS upheld,
       count(*) FILTER (outcome = 'Overturned') AS overturned,
       count(*) FILTER (outcome = 'PartiallyOverturned') AS partially_overturned
FROM determinations
WHERE outcome IS NOT NULL
GROUP BY agreement
ORDER BY determinations DESC, agreement
