-- How did disputes end, by the guideline that the reviewer relied on?
-- A determination that cites two counts for both. For the administrator's guidelines write ClaimsAdministrator.
SELECT guideline AS cited, guideline_label AS cited_label, count(*) AS determinations, count(*) FILTER (outcome = 'Upheld') AS upheld,
       count(*) FILTER (outcome = 'Overturned') AS overturned,
       count(*) FILTER (outcome = 'PartiallyOverturned') AS partially_overturned
FROM relied_on
WHERE party = 'ExpertReviewer' AND outcome IS NOT NULL
GROUP BY cited, cited_label
ORDER BY determinations DESC, cited
