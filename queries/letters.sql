-- Which letters are there, when were they decided, and how many items did each dispute?
SELECT case_number, decision_date, item_count AS determinations
FROM letters
ORDER BY case_number, key
