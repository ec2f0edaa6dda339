"""总览 and the head of every page: how much time is left, and what needs somebody (the guide, 总览)."""

from datetime import date

from tests.recount.counts import Counts, days
from tests.recount.export import Export

# So many of them are listed.
MOST = 10


def count(export: Export, day: date, known: Counts) -> Counts:
    """The figures of the head, and how many things need somebody: `known` has what the pages count themselves."""
    counts = Counts()
    activity = export.table("activities").iloc[0]
    counts.add({"阶段还剩": days(day, activity["end_on"]), "阶段还有": days(day, activity["start_on"])})
    counts.add({"阶段结束": days(activity["end_on"], day)})
    for _, phase in export.table("phases").iterrows():
        counts.add({f"环节还剩_{phase['name']}": days(day, phase["end_on"])})
        counts.add({f"环节还有_{phase['name']}": days(day, phase["start_on"])})
    single = ("事项逾期", "任务逾期", "事项到复查日", "会议推迟")
    asked = sum(int(known.figures[name]) for name in single) + (known.figures["意见等久了"] != "0")
    counts.add({"需要过问": asked, "需要过问其余": max(asked - MOST, 0)})
    longest = max(int(known.figures["事项最久逾期"]), int(known.figures["任务最久逾期"]))
    counts.add({"最久逾期": longest})
    return counts
