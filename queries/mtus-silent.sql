-- On which disputed items does the reviewer find the MTUS silent, and what is cited instead?
-- Silent: a citation of the MTUS, or of a guideline as the MTUS, with the stance Silent. Instead: what the reviewer cites
-- for the same item from outside the MTUS.
WITH silent AS (
  SELECT DISTINCT determination_id, guideline AS silent, guideline_label AS silent_label
  FROM citations JOIN concepts ON scheme = 'guideline' AND concept = guideline
  WHERE stance = 'Silent' AND (list_contains(above, 'mtus') OR within_mtus)),
instead AS (
  SELECT DISTINCT determination_id, guideline AS instead, guideline_label AS instead_label
  FROM citations WHERE party = 'ExpertReviewer' AND NOT within_mtus AND guideline IS NOT NULL)
SELECT case_number, item_number, disputed_item AS item, outcome, silent, silent_label, instead, instead_label
FROM silent JOIN items USING (determination_id) LEFT JOIN instead USING (determination_id)
ORDER BY case_number, key, item_number, silent, instead NULLS FIRST
