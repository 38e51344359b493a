-- Where is which guideline cited: in which letter, by whom, on which page, in which words?
-- One row for each page that a citation prints; no page where it prints none. For one guideline add, say,
-- WHERE guideline = 'acoem-ch12', for all of a family WHERE family = 'odg'.
SELECT party, case_number, item_number, guideline AS cited, guideline_label AS cited_label, place,
       unnest(CASE WHEN pages = [] THEN [NULL] ELSE list_sort(pages) END) AS page, stance, citations.words
FROM citations JOIN determinations USING (determination_id) JOIN letters ON letters.letter_id = citations.letter_id
WHERE guideline IS NOT NULL
ORDER BY case_number, key, item_number, number::VARCHAR, page
