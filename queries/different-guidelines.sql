-- In which disputed items do the administrator and the reviewer rely on different guidelines?
-- Different: their guideline statements share no guideline and no family.
SELECT one.case_number, one.item_number, one.disputed_item AS item, one.outcome,
       one.guideline AS administrator_guideline, one.guideline_label AS administrator_guideline_label,
       two.guideline AS reviewer_guideline, two.guideline_label AS reviewer_guideline_label
FROM relied_on AS one JOIN relied_on AS two USING (determination_id)
WHERE one.agreement = 'DifferentGuideline' AND one.outcome IS NOT NULL
  AND one.party = 'ClaimsAdministrator' AND two.party = 'ExpertReviewer'
ORDER BY one.case_number, one.key, one.item_number, administrator_guideline, reviewer_guideline
