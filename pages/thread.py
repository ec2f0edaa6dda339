"""来龙去脉: what became of an opinion, and where does an item come from?"""

from board.thread import records as thread
from board.thread.answer import thread_answer
from board.thread.views import reached
from board.ui.parts import filters
from board.ui.parts.answer import show_answer
from board.ui.parts.visit import guard
from board.ui.thread.page import PARTS, part_counts, show_beginning, show_loose, show_records
from board.ui.thread.sheet import show_record

visit = guard("thread")
show_beginning(visit)
day = (visit.store, visit.activity.activity_id, visit.as_of)
answer = visit.kept("thread.answer", lambda: thread_answer(reached(*day), thread.loose_counts(*day)))
show_answer(visit, "thread", answer)

then = None if visit.compare_on is None else part_counts(visit, visit.compare_on)
part = filters.tabs("看什么", "thread_part", part_counts(visit, visit.as_of), before=then)
if part == PARTS[0]:
    show_records(visit)
else:
    show_loose(visit, part)
show_record(visit)
