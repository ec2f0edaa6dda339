"""The bureau's own ledger in the example district (示例): what most of its schools have in common is assigned to those
that have it, as on 共性问题; one is struck off, one is under way, one has just gone out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from board.access import Actor, Role
from board.assignments.assigning import alter, hand_out_new
from board.example.district_states import Assigned, Frame, School, state, title_of
from board.example.samples import CLERK
from board.rectification.writing import Asked, act
from board.store.store import Row, Transaction
from board.words import ROLE

_CLERK = Actor(CLERK, ROLE["clerk"], frozenset({Role.CLERK}))
_LEADER = Actor("leader", ROLE["leader"], frozenset({Role.LEADER}), "M01")
# Days ago, each the day after schools handed up but the last, which goes out in the evening of that same day.
_ASSIGNED = ((14, time(9)), (7, time(9)), (1, time(17, 30)))
_FIRST_CLOSED, _RETURNED_AT = (2, time(10)), (1, time(17))
_PATIENCE = timedelta(days=14)
_ITEM = {
    **{"source": "征求意见", "aspect": "工作作风", "subjective_cause": "各校都有，本级没有统一要求过"},
    **{"measure": "交办各校限期改好，看照片，抽查几所", "kind": "dated", "leader_id": "M05", "owner_id": "P03"},
}
_WANTED = "弄清本校的情况，定出做法，限期改好，报来做法和照片"


def assign_common(
    transaction: Transaction, activity_id: str, schools: Iterable[School], frame: Frame, today: date
) -> dict[str, list[Assigned]]:
    """Assign the three, and return what each school does about them in what it hands up later."""
    there, used = list(schools), set[str]()
    found: dict[str, list[Assigned]] = {}
    for ago, at in _ASSIGNED:
        moment = datetime.combine(today - timedelta(ago), at)
        themes = {each.unit_id: _themes(each, frame, moment.date() - timedelta(ago > 1)) for each in there}
        counts = Counter(theme for of_school in themes.values() for theme in of_school if theme not in used)
        theme, count = max(counts.items(), key=lambda each: (each[1], each[0]))
        used.add(theme)
        due_on, units = moment.date() + _PATIENCE, tuple(each for each, has in themes.items() if theme in has)
        item = {**_ITEM, "problem": f"{title_of(theme)}（{count} / {len(there)} 个单位有）", "due_on": due_on}
        given = {"wanted": _WANTED, "due_on": due_on}
        item_id = hand_out_new(transaction, _CLERK, activity_id, item, units, given, moment)
        rows = _rows(transaction, activity_id, item_id, moment.date())
        _receive(transaction, [row for row in rows if ago > 1 or int(row["unit_id"][1:]) % 2], moment)
        for row in rows:
            pace = 2 + int(row["unit_id"][1:]) % (3 if len(used) == 1 else 9)
            done = Assigned(row["assignment_id"], title_of(theme), moment.date(), due_on, pace)
            found.setdefault(row["unit_id"], []).append(done)
    return found


def go_on(transaction: Transaction, activity_id: str, today: date) -> None:
    """Go on once all have handed up: the first is struck off by two, one school's second is returned."""
    closed_at = _at(today, _FIRST_CLOSED)
    first: tuple[tuple[Actor, str, Row], ...] = (
        (_CLERK, "start", {}),
        (_CLERK, "submit", {"proof": "各校报来的照片，抽查三所"}),
        (_LEADER, "close", {"people_view": "satisfied"}),
    )
    for place, (actor, action, given) in enumerate(first):
        moment = closed_at + timedelta(minutes=20 * place)
        act(transaction, Asked(actor, activity_id, "R-001", action, given, moment))
    returned_at = _at(today, _RETURNED_AT)
    act(transaction, Asked(_CLERK, activity_id, "R-002", "start", {}, returned_at))
    done = [row for row in _rows(transaction, activity_id, "R-002", returned_at.date()) if row["status"] == "closed"]
    alter(transaction, _CLERK, done[0], "return", {"reason": "照片上看不出改了什么，请重报"}, returned_at)


def _themes(school: School, frame: Frame, as_of: date) -> set[str]:
    return {row["label"] for row in state(school, frame, as_of)["themes"]}


def _rows(transaction: Transaction, activity_id: str, item_id: str, as_of: date) -> list[Row]:
    rows = transaction.rows("assignments/standing", activity_id=activity_id, as_of=as_of, after_no=0)
    return [row for row in rows if row["item_id"] == item_id]


def _receive(transaction: Transaction, rows: Iterable[Mapping[str, object]], moment: datetime) -> None:
    kept = [{name: row[name] for name in ("activity_id", "assignment_id", "seq")} for row in rows]
    at = {"received_at": moment + timedelta(minutes=5)}
    transaction.insert("assignments/insert_receipts", [{**each, **at} for each in kept])


def _at(today: date, when: tuple[int, time]) -> datetime:
    return datetime.combine(today - timedelta(when[0]), when[1])
