-- Which printed diagnosis codes are in no classification, or contradict the words that they stand with?
WITH flagged AS (
  SELECT 'unknownCode' AS flag, unnest(unknown_codes) AS code, * FROM conditions
  UNION ALL SELECT 'contradictingCode', unnest(contradicting_codes), * FROM conditions)
SELECT flag, code, words, condition AS meant, condition_label AS meant_label, case_number
FROM flagged JOIN letters USING (letter_id)
ORDER BY flag, code, case_number, key, number::VARCHAR
