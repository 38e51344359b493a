-- What did the letters say that no concept, or more than one, was found for?
-- One row for each candidate of an ambiguous mention; the words are the letter's.
WITH mentions AS (
  SELECT 'Determination' AS kind, status, words, letter_id, candidates, 'treatment' AS scheme,
         'determination-' || item_number AS mention FROM determinations
  UNION ALL
  SELECT 'Citation', citations.status, citations.words, citations.letter_id, citations.candidates, 'guideline',
         'determination-' || item_number || '-citation-' || number FROM citations JOIN determinations USING (determination_id)
  UNION ALL
  SELECT 'Condition', status, words, letter_id, candidates, 'condition', 'condition-' || number FROM conditions
  UNION ALL
  SELECT 'PriorTreatment', status, words, letter_id, candidates, 'treatment', 'prior-' || number FROM treatments
  WHERE role = 'Earlier'),
each AS (
  SELECT *, unnest(CASE WHEN candidates = [] THEN [NULL] ELSE candidates END) AS candidate
  FROM mentions WHERE status <> 'Resolved')
SELECT kind, status AS resolution, words, case_number, candidate, label AS candidate_label
FROM each JOIN letters USING (letter_id)
LEFT JOIN concepts ON concepts.scheme = each.scheme AND concept = candidate
ORDER BY kind, words, case_number, key, mention, candidate NULLS FIRST
