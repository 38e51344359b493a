-- Which guidelines are cited together, by either party, for the same disputed item?
WITH cited AS (SELECT DISTINCT determination_id, letter_id, guideline, guideline_label FROM relied_on)
SELECT one.guideline AS "first", one.guideline_label AS first_label, two.guideline AS "second",
       two.guideline_label AS second_label, count(*) AS determinations, count(DISTINCT one.letter_id) AS letters
FROM cited AS one JOIN cited AS two USING (determination_id)
WHERE one.guideline < two.guideline
GROUP BY ALL
ORDER BY determinations DESC, "first", "second"
