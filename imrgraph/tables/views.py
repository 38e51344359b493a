"""Joins that most questions need, as views beside the tables."""

from __future__ import annotations

from imrgraph.tables.schema import Column, Origin, Table

_ITEM_HEAD = """letter_id, case_number, key, year, dated, synthetic, item_number, disputed_item,
    array_to_string(treatment_labels, '; ') AS treatment, array_to_string(list_distinct(categories), ';') AS category,
    outcome, outcome <> 'Upheld' AS overturned, agreement"""
_HEAD_COLUMNS = (
    Column("determination_id", "BIGINT", "the disputed item", Origin.KEY),
    Column("letter_id", "BIGINT", "its letter", Origin.KEY),
    Column("case_number", "VARCHAR", "of the letter"),
    Column("key", "VARCHAR", "what the letter's IRI ends in"),
    Column("year", "INTEGER", "of the letter"),
    Column("dated", "DATE", "of the letter"),
    Column("synthetic", "BOOLEAN", "whether the letter is an invented one"),
    Column("item_number", "INTEGER", "1, 2, ... in the letter"),
    Column("disputed_item", "VARCHAR", "the item's words"),
    Column("treatment", "VARCHAR", "what is asked for, joined by ; where it is several treatments"),
    Column("category", "VARCHAR", "the kind of treatment"),
    Column("outcome", "VARCHAR", "Upheld, Overturned or PartiallyOverturned"),
    Column("overturned", "BOOLEAN", "whether it was certified, wholly or in part"),
    Column("agreement", "VARCHAR", "how far the two parties' guidelines agree"),
)
_ITEMS = Table(
    "items",
    "one row for each disputed item with what its letter says, in words",
    (
        *_HEAD_COLUMNS,
        Column("administrator_guidelines", "VARCHAR", "what the administrator's statements cite"),
        Column("reviewer_guidelines", "VARCHAR", "what the reviewer's statements cite"),
        Column("grounds", "VARCHAR", "why the reviewer decided so"),
        Column("body_parts", "VARCHAR", "the parts of the body that it names or implies"),
        Column("ur_decision", "VARCHAR", "what the utilization review had decided"),
        Column("specialties", "VARCHAR", "the reviewer's certifications"),
        Column("worker_age", "INTEGER", "in years"),
        Column("worker_sex", "VARCHAR", "Female or Male"),
    ),
)
_RELIED_ON = Table(
    "relied_on",
    "one row for each guideline that a party's statements cite for an item",
    (
        *_HEAD_COLUMNS,
        Column("party", "VARCHAR", "ClaimsAdministrator or ExpertReviewer"),
        Column("guideline", "VARCHAR", "the guideline", scheme="guideline"),
        Column("guideline_label", "VARCHAR", "what people call it", Origin.CONCEPT, "guideline"),
        Column("family", "VARCHAR", "the top concept above it", Origin.CONCEPT, "guideline"),
    ),
)
VIEWS = {view.name: view for view in (_ITEMS, _RELIED_ON)}
SQL = {
    "items": f"""SELECT determination_id, {_ITEM_HEAD},
    array_to_string(administrator_labels, '; ') AS administrator_guidelines,
    array_to_string(reviewer_labels, '; ') AS reviewer_guidelines, array_to_string(ground_labels, '; ') AS grounds,
    array_to_string(body_part_labels, '; ') AS body_parts, ur_decision,
    array_to_string(specialty_labels, '; ') AS specialties, worker_age, worker_sex
    FROM determinations JOIN letters USING (letter_id)""",
    "relied_on": f"""WITH cited AS (
        SELECT determination_id, 'ClaimsAdministrator' AS party, unnest(administrator_cites) AS guideline
        FROM determinations
        UNION ALL SELECT determination_id, 'ExpertReviewer', unnest(reviewer_cites) FROM determinations)
    SELECT determination_id, {_ITEM_HEAD}, party, guideline, coalesce(label, guideline) AS guideline_label,
    coalesce(top, guideline) AS family
    FROM cited JOIN determinations USING (determination_id) JOIN letters USING (letter_id)
    LEFT JOIN concepts ON scheme = 'guideline' AND concept = guideline""",
}
