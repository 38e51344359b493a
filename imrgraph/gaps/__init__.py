"""What letters say and no vocabulary has, by frequency: for those who keep the vocabularies."""

from imrgraph.gaps.collect import gaps
from imrgraph.gaps.records import Example, Gap, Kind, Reason
from imrgraph.gaps.write import to_table, to_turtle

__all__ = ["Example", "Gap", "Kind", "Reason", "gaps", "to_table", "to_turtle"]
