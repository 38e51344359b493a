-- In which words do rationales state a ground, for which items, and with what outcome?
-- One row for each statement of a ground; the words are the first sentence that states it.
SELECT DISTINCT outcome, case_number, item_number, disputed_item AS item, ground AS said, ground_label AS said_label,
       grounds.words
FROM grounds JOIN determinations USING (determination_id) JOIN letters ON letters.letter_id = grounds.letter_id
WHERE outcome IS NOT NULL AND treatments <> []
ORDER BY case_number, item_number, said, words
