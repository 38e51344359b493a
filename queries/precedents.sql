-- Which denials were overturned, on which guideline, and in which words?
-- One row for each treatment and guideline that the reviewer relied on; newest first. For one treatment add, say,
-- WHERE requested = 'mri'. The words are the rationale's.
WITH overturned AS (
  SELECT *, unnest(treatments) AS requested, unnest(treatment_labels) AS requested_label
  FROM determinations WHERE outcome = 'Overturned'),
cited AS (
  SELECT determination_id, unnest(reviewer_cites) AS guideline, unnest(reviewer_labels) AS guideline_label
  FROM determinations)
SELECT case_number, decision_date, item_number, disputed_item AS item, requested, requested_label, guideline,
       guideline_label, rationale AS words
FROM overturned JOIN letters USING (letter_id) LEFT JOIN cited USING (determination_id)
ORDER BY decision_date DESC NULLS LAST, case_number, key, item_number, requested, guideline
