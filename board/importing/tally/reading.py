"""Votes counted by hand → counts by group, way, day, criterion and rank that add up; or the problems."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from board.importing.answers import accepted, words_of_all
from board.importing.cells import Problems
from board.importing.choices import Choices
from board.importing.facts import FactWord, counted, read_day, read_group, read_way
from board.importing.form import BallotForm, FormCriterion
from board.importing.layouts.kinds import Shape
from board.importing.layouts.layout import missing_criterion
from board.importing.problems import MOST_PROBLEMS, Problem, column_name
from board.importing.roles import DAY, GROUP, WAY, fact_label
from board.importing.rows import ballot_rows
from board.importing.shares import Share, share_bounds, turned
from board.importing.table import Table, distinct
from board.importing.tally.cells import Cell, Tallied, tally_cells
from board.importing.tally.counts import Count, are_of_answers, ballot_count, unclear_void, void_count
from board.importing.tally.rows import Place, answer_rows, as_table, ballot_rows_of
from board.importing.tally.titles import Named
from board.importing.text import clean, is_whole, shortened
from board.words import WAY as WAY_LABELS

# 12, 12 票, and 12（20%） or 12/20%: what is counted is said first.
_COUNT = re.compile(
    r"['“\"]?(?:[共计]\s*)?(\d{1,7})(?:\.0+)?\s*(?:\(?(?:[票张份个]|人次?)\)?)?[”\"]?(?:(?:\s*[(/、,]\s*|\s+)(?:占|约)?\d{1,3}(?:\.\d+)?%\)?)?"
)
_NOTHING = {"", "-", "—", "——", "/", "无"}


@dataclass(frozen=True)
class Tally:
    """A tally as read.

    tally and tally_ballots as in `Checked`; uses: column → role; notes: assumptions; facts: spellings of groups and
    ways.
    """

    uses: Mapping[int, str]
    problems: Problems
    notes: tuple[str, ...]
    tally: pa.Table
    tally_ballots: pa.Table
    facts: tuple[FactWord, ...]


def read_tally(table: Table, titles: tuple[str, ...], shape: Shape, form: BallotForm, choices: Choices) -> Tally:
    """Counts that add up, for each group, way and day, to the number of ballots given by the file or the clerk."""
    rows, notes, _ = ballot_rows(table, range(len(table.columns)), ())
    found = tally_cells(rows, titles, shape, form, choices)
    problems = [*_loose(rows, found), *_unread_counts(rows, found, form)]
    places, more = _counted(rows, found, form, choices)
    problems += more
    answers: list[dict[str, object]] = []
    ballots: list[dict[str, object]] = []
    of_answers = any(map(are_of_answers, places.values()))
    for place, count in places.items():
        days = len(places_of(places, place))
        total = ballot_count(rows, place, count, choices, days, of_answers=of_answers)
        if isinstance(total, Problem):
            problems.append(_without_base(total, place) if count.shares else total)
            continue
        if total[1]:
            notes.append(total[1])
        wrong = list(_turned(rows, count, total[0]))
        notes += [] if wrong else _share_note(place, count, total[0])
        problems += wrong
        problems += unclear_void(rows, place, count, choices)
        problems += _completed(rows, place, count, total[0], form)
        answers += answer_rows(place, count.answers)
        ballots += ballot_rows_of(place, total[0], void_count(place, count, choices))
    problems += _missing(rows, places, form)
    listed = Problems(tuple(problems[:MOST_PROBLEMS]), len(problems))
    facts = _fact_words(found, form, choices)
    return Tally(found.uses, listed, (*notes, *_blank_note(found)), as_table(answers), as_table(ballots), facts)


def _fact_words(found: Tallied, form: BallotForm, choices: Choices) -> tuple[FactWord, ...]:
    groups = [(group, 1) for group, _ in {(cell.group, cell.row) for cell in found.cells}]
    ways = [(way, 1) for way, _ in {(cell.way, cell.row) for cell in found.cells}]
    return (
        *counted(GROUP, groups, lambda text: read_group(text, form, choices.groups)),
        *counted(WAY, ways, lambda text: read_way(text, choices.ways)),
    )


def places_of(places: Iterable[Place], like: Place) -> list[Place]:
    """Those of `places` with the same group and way as `like`, on any day."""
    return [place for place in places if place[:2] == like[:2]]


def _problem(table: Table, row: int, column: int, value: str, what: str, remedy: str) -> Problem:
    name = column_name(column, table.header[column]) if column < len(table.header) else ""
    return Problem(table.sheet, row, name, shortened(value), what, remedy)


def _loose(table: Table, found: Tallied) -> Iterable[Problem]:
    for row, column, text in found.loose:
        what = "这一行没有认出是哪个评议项目"
        yield _problem(table, row, column, text, what, "请照模板写评议项目；不是计票的行可以略过")
    for row, column, text, added in found.unsummed:
        what = f"合计写的是 {shortened(text)}，各类人员加起来是 {added}"
        yield _problem(table, row, column, text, what, "请核对这一行的票数")


def _unread_counts(table: Table, found: Tallied, form: BallotForm) -> Iterable[Problem]:
    """Reports a column of numbers that is named like an answer but wasn't taken for one, and would be left out."""
    for index, name in enumerate(table.header):
        texts = [clean(value) for value in distinct(table.columns[index]) or ()]
        is_asked = index not in found.uses and any(word in clean(name) for word in words_of_all(form))
        if is_asked and any(texts) and all(is_whole(text) for text in texts if text):
            what, remedy = "这一列像是票数，没有认出是哪一档", "请把列名改成这一档的评议词；不是票数的请删去这一列"
            yield _problem(table, table.header_row, index, "", what, remedy)


def _counted(
    table: Table, found: Tallied, form: BallotForm, choices: Choices
) -> tuple[dict[Place, Count], list[Problem]]:
    places: dict[Place, Count] = defaultdict(Count)
    problems: list[Problem] = []
    asked: set[str] = set()
    reported: set[int] = set()
    for cell in found.cells:
        place = _place(cell, form, choices)
        if isinstance(place, str):
            problems += [_unplaced(table, cell, place)] if place not in asked else []
            asked.add(place if not getattr(cell, place) else "")
            unread = _add(table, Count(), cell)  # a problem of the cell itself
            problems += [unread] if unread else []
            continue
        problem = _add(table, places[place], cell)
        if problem and problem.row not in reported:
            problems.append(problem)
        if problem:
            places[place].unread.add(cell.criterion.criterion_id)
            reported |= {problem.row} if "前面" in problem.what else set()
    for named in sorted(found.named, key=lambda each: each.what != "void"):
        problems += _note(table, places, named, form, choices)
    return dict(places), problems


def _place(cell: Cell | Named, form: BallotForm, choices: Choices) -> Place | str:
    """Group, way and day of a cell; or the name of the missing one."""
    group = read_group(cell.group, form, choices.groups) if cell.group else choices.group
    way = read_way(cell.way, choices.ways) if cell.way else choices.way
    day = read_day(cell.day, choices.cast_on) if cell.day else choices.cast_on
    if group is None:
        return "group"
    if way is None:
        return "way"
    return "day" if day is None else (group, way, day)


def _unplaced(table: Table, cell: Cell, what: str) -> Problem:
    label = fact_label({"group": GROUP, "way": WAY, "day": DAY}[what])
    text = str(getattr(cell, what))
    message = f"“{text}”不是认得的{label}" if text else f"没有写{label}"
    return _problem(table, cell.row, cell.column, text, message, f"请在表里写明{label}，或在导入时选定")


def _add(table: Table, count: Count, cell: Cell) -> Problem | None:
    number = _number(cell.text)
    share = share_bounds(cell.text) if number is None else None
    if number is None and share is None:
        what = f"“{shortened(cell.text)}”不是票数"
        return _problem(table, cell.row, cell.column, cell.text, what, "请写有几票；比例不能代替票数")
    if cell.reading is None:
        what = f"“{shortened(cell.answer)}”说不清是“{cell.criterion.label}”的哪一档"
        remedy = f"请写 {accepted(cell.criterion)} 之一，或在答案的对应关系里指定"
        return _problem(table, cell.row, cell.column, cell.answer, what, remedy) if number or share else None
    criterion_id, rank = cell.criterion.criterion_id, cell.reading.rank
    if rank in count.answers[criterion_id] or rank in count.shares.get(criterion_id, ()):
        what = f"“{cell.criterion.label}”的“{shortened(cell.answer)}”前面已经有过票数"
        return _problem(table, cell.row, cell.column, cell.text, what, "请核对是不是重复了；重复的略过这一行")
    if number is None:
        count.shares[criterion_id][rank] = Share(cell.text, cell.row, cell.column)
    else:
        count.answers[criterion_id][rank] = number
    count.rows.setdefault(criterion_id, cell.row)
    return None


def _turned(table: Table, count: Count, total: int) -> Iterable[Problem]:
    """Replaces percentages by counts; yields problems for those that no single number of ballots gives."""
    for wrong in turned(count.answers, count.shares, count.rows, total):
        count.unread.add(wrong.criterion_id)
        yield _problem(table, wrong.share.row, wrong.share.column, wrong.share.text, wrong.what, wrong.remedy)


def _share_note(place: Place, count: Count, total: int) -> list[str]:
    whose = f"“{place[0]}”（{WAY_LABELS[place[1]]}）"
    return [f"{whose}写的是百分比，按 {total} 张有效评议表换算成票数"] if count.shares else []


def _without_base(problem: Problem, place: Place) -> Problem:
    what = f"“{place[0]}”（{WAY_LABELS[place[1]]}）写的是百分比，没有写有效评议表几张，换不成票数"
    return replace(problem, what=what)


def _number(text: str) -> int | None:
    plain = clean(text)
    found = _COUNT.fullmatch(plain)
    return int(found[1]) if found else 0 if plain in _NOTHING else None


def _note(
    table: Table, places: Mapping[Place, Count], named: Named, form: BallotForm, choices: Choices
) -> list[Problem]:
    """Records the number of ballots that a part of the file states; reports a row's sum that doesn't add up."""
    number = _number(named.text)
    if number is None and named.what == "total" and share_bounds(named.text):
        return []  # 100%
    alike = [place for place in places if read_group(named.group, form, choices.groups) in (place[0], None)]
    if named.day or named.way:
        exact = _place(named, form, choices)
        alike = [place for place in alike if place == exact]
    if number is None:
        what = f"“{shortened(named.text)}”不是张数"
        return [_problem(table, named.row, named.column, named.text, what, "请写数字")]
    for place in alike if named.what != "total" else ():
        count = places[place]
        {"valid": count.valid, "void": count.void, "returned": count.returned}[named.what].add(number)
        count.answered |= {named.criterion_id: number} if named.what == "valid" and named.criterion_id else {}
    if named.what != "total" or not named.criterion_id or len(alike) != 1:
        return []
    count = places[alike[0]]
    added = sum(count.answers[named.criterion_id].values())
    if count.shares.get(named.criterion_id):
        count.valid |= {number} if number > 1 else set()  # 1 is 100% as Excel holds it
        return []
    if number in (added, added + max(count.void, default=0)):
        return []
    what = f"合计写的是 {number}，各档加起来是 {added}"
    return [_problem(table, named.row, named.column, named.text, what, "请核对这一行的票数")]


def _completed(table: Table, place: Place, count: Count, total: int, form: BallotForm) -> Iterable[Problem]:
    """Counts the ballots without an answer, if the file doesn't; reports more answers than ballots."""
    for criterion in form.criteria:
        answers = count.answers.get(criterion.criterion_id)
        if not answers or criterion.criterion_id in count.unread:
            continue
        missing = total - sum(answers.values())
        if missing and (missing < 0 or 0 in answers):
            row = count.rows[criterion.criterion_id]
            what = f"“{place[0]}”这一项共 {total - missing} 票，有效评议表是 {total} 张，对不上"
            yield Problem(table.sheet, row, criterion.label, str(total - missing), what, "请核对票数和张数")
        answers[0] = answers.get(0, 0) + max(missing, 0)


def _missing(table: Table, places: Mapping[Place, Count], form: BallotForm) -> Iterable[Problem]:
    answered = {criterion_id for count in places.values() for criterion_id in (*count.answers, *count.unread)}
    for criterion in form.criteria if places else ():
        if criterion.criterion_id not in answered:
            yield missing_criterion(criterion, table)
            continue
        for place, count in places.items():
            if criterion.criterion_id not in count.answers and criterion.criterion_id not in count.unread:
                yield _missing_at(table, criterion, place, count)


def _missing_at(table: Table, criterion: FormCriterion, place: Place, count: Count) -> Problem:
    row = min(count.rows.values(), default=table.header_row)
    what = f"“{place[0]}”没有“{criterion.label}”的票数"
    return Problem(table.sheet, row, criterion.label, "", what, "请补上这一项的票数")


def _blank_note(found: Tallied) -> list[str]:
    blank = sum(not cell.text for cell in found.cells)
    return [f"有 {blank} 格空白，按 0 票计"] if blank else []
