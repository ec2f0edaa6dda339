"""来龙去脉: what became of an opinion, and where does an item come from?"""

from board.ui import filters
from board.ui.thread import PARTS, part_counts, show_answer, show_beginning, show_loose, show_records
from board.ui.thread_sheet import show_record
from board.ui.visit import guard

visit = guard("thread")
show_answer(visit)
show_beginning(visit)

then = None if visit.compare_on is None else part_counts(visit, visit.compare_on)
part = filters.tabs("看什么", "thread_part", part_counts(visit, visit.as_of), before=then)
if part == PARTS[0]:
    show_records(visit)
else:
    show_loose(visit, part)
show_record(visit)
