-- Which letters did a reviewer of which specialty write?
SELECT held, held_label, case_number, decision_date
FROM (SELECT unnest(specialties) AS held, unnest(specialty_labels) AS held_label, case_number, key, decision_date
      FROM letters)
ORDER BY held_label, held, case_number, key
