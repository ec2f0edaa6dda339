"""A tally's table → one count per cell, in whichever direction the table runs: subject, answer, voters and cell."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from board.importing.answers import Reading, read_heading, readings
from board.importing.choices import Choices
from board.importing.facts import read_group
from board.importing.form import BallotForm, FormCriterion
from board.importing.layouts.kinds import Shape
from board.importing.layouts.layout import chosen_role
from board.importing.layouts.options import find_options
from board.importing.roles import COUNT, DAY, GROUP, ITEM, TOTAL, VOID, WAY, criterion_named, found_role, is_called
from board.importing.shares import headed
from board.importing.table import Table
from board.importing.tally.strokes import in_digits, in_strokes
from board.importing.tally.titles import Named, group_above, group_of_titles, in_percent, kind_of_total, stated
from board.importing.text import clean, is_whole

_UNITS = "票数?|张数?|人数?|数量|份数|得票数?"
_COUNTED = re.compile(rf"(?:[:：/\s]\s*|[(（])(?:{_UNITS})[)）]?$|(?<=[一-龥])(?:得票数?|票数|票)$")
_RATED = re.compile("^评为")
_WHOLE = re.compile(r"\d{1,3}(?:\.0+)?|[1-9]\d?\.\d+")


@dataclass(frozen=True)
class Cell:
    """A count as written, and its position.

    group, way, day: in the file's words ("" if not given). answer: in the file's words; reading: None if not
    understood. text: the count.
    """

    group: str
    way: str
    day: str
    criterion: FormCriterion
    answer: str
    reading: Reading | None
    text: str
    row: int
    column: int


@dataclass(frozen=True)
class Tallied:
    """cells, named: as above. uses: column → role. loose: rows that name no criterion, with a cell's column and text.
    unsummed: sums over groups that aren't theirs, with row, column, text and what the groups add up to."""

    cells: tuple[Cell, ...]
    named: tuple[Named, ...]
    uses: Mapping[int, str]
    loose: tuple[tuple[int, int, str], ...]
    unsummed: tuple[tuple[int, int, str, int], ...] = ()


@dataclass(frozen=True)
class _Plan:
    """facts: role → column. answers: column → (group, answer) of its heading. words: criterion → its readings. groups:
    column → group, where each row is of one answer to one criterion."""

    table: Table
    form: BallotForm
    facts: Mapping[str, int]
    shape: Shape
    words: Mapping[str, Mapping[str, Reading]]
    answers: Mapping[int, tuple[str, str]]
    criteria: Mapping[int, FormCriterion]
    count: int | None
    is_percent: bool
    groups: Mapping[int, str]


def tally_cells(table: Table, titles: tuple[str, ...], shape: Shape, form: BallotForm, choices: Choices) -> Tallied:
    """Every count of a tally. titles: the texts above the header, which may name a group."""
    plan = _plan(table, titles, shape, form, choices)
    cells: list[Cell] = []
    named: list[Named] = []
    loose: list[tuple[int, int, str]] = []
    unsummed: list[tuple[int, int, str, int]] = []
    block = group_above(titles, table.sheet, form)
    held: dict[str, str] = {}
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    for number, row in zip(table.row_numbers.tolist(), rows, strict=True):
        texts = [clean(value) for value in row]
        own = "" if plan.groups else _block_group(texts, plan)
        if own:
            block, held = own, {}
            named += stated(own, texts, number)
            continue
        facts = {role: texts[index] or held.get(role, "") for role, index in plan.facts.items()}
        held = {**held, **{role: facts[role] for role in (GROUP, WAY, DAY) if facts.get(role)}}
        group = facts.get(GROUP) or block
        if plan.groups and plan.shape.item is not None:
            texts[plan.shape.item] = texts[plan.shape.item] or held.get(ITEM, "")
            held[ITEM] = texts[plan.shape.item]
        of_row = list(_row_cells(plan, texts, number, (group, facts.get(WAY, ""), facts.get(DAY, ""))))
        cells += of_row
        if not of_row and any(texts):
            place = next(index for index, text in enumerate(texts) if text)
            loose.append((number, place, texts[place]))
        elif plan.groups:
            unsummed += _sum_apart(plan, texts, number, of_row)
        else:
            named += _row_named(plan, texts, number, of_row)
    named += _of_titles(cells, titles, table, form)
    if in_strokes(cell.text for cell in cells):
        cells = [replace(cell, text=in_digits(cell.text)) for cell in cells]
        named = [replace(each, text=in_digits(each.text)) for each in named]
    return Tallied(tuple(cells), tuple(named), _uses(plan), tuple(loose), tuple(unsummed))


def _of_titles(cells: list[Cell], titles: tuple[str, ...], table: Table, form: BallotForm) -> Iterator[Named]:
    """The numbers of valid ballots in titles: of the only group, or in the title that names the first group."""
    if len({cell.group for cell in cells}) == 1:
        yield from stated(cells[0].group, titles, table.header_row)
    elif cells:
        own = [title for title in titles if group_of_titles([title], form) == cells[0].group]
        yield from stated(cells[0].group, own, table.header_row)


def _plan(table: Table, titles: tuple[str, ...], shape: Shape, form: BallotForm, choices: Choices) -> _Plan:
    words = {c.criterion_id: _words(c, choices) for c in form.criteria}
    facts: dict[str, int] = {}
    criteria: dict[int, FormCriterion] = {}
    answers: dict[int, tuple[str, str]] = {}
    options = {option.index: option for option in find_options(table, form)}
    for index, name in enumerate(table.header):
        chosen = chosen_role(index, name, choices.columns)
        if index in options:
            criteria[index] = next(c for c in form.criteria if c.criterion_id == options[index].criterion_id)
            answers[index] = ("", options[index].label)
        elif index not in (shape.item, shape.answer) and chosen != "":
            _place(index, name, chosen, (facts, criteria, answers), form, words)
    answers = _counted_before(table, answers)
    if shape.item is not None or options:
        criteria = {index: criteria[index] for index in options}
    called = [i for i, name in enumerate(table.header) if i not in answers and is_called(name, COUNT)]
    called += [i for i, name in enumerate(table.header) if i not in answers and headed(clean(name)) == ("", True)]
    count = next(iter(called), None)
    corner = table.header[shape.item] if shape.item is not None else ""
    groups = {} if count is not None or answers else _groups_across(table, shape, form, choices)
    return _Plan(table, form, facts, shape, words, answers, criteria, count, in_percent(titles, corner), groups)


def _groups_across(table: Table, shape: Shape, form: BallotForm, choices: Choices) -> dict[int, str]:
    if shape.item is None or shape.answer is None:
        return {}
    named = ((index, read_group(name, form, choices.groups)) for index, name in enumerate(table.header) if name)
    return {index: group for index, group in named if group and index not in (shape.item, shape.answer)}


def _sum_apart(plan: _Plan, texts: list[str], number: int, cells: list[Cell]) -> Iterator[tuple[int, int, str, int]]:
    """The sum over all groups, if it is written and isn't what they add up to."""
    index = plan.facts.get(TOTAL)
    counts = [cell.text or "0" for cell in cells]
    if index is not None and texts[index] and all(map(is_whole, counts)):
        added = sum(map(int, counts))
        if not is_whole(texts[index]) or int(texts[index]) != added:
            yield number, index, texts[index], added


def _counted_before(table: Table, answers: Mapping[int, tuple[str, str]]) -> dict[int, tuple[str, str]]:
    """Leaves out columns of percentages if another column holds the same as counts."""
    in_counts = {heading for index, heading in answers.items() if not headed(clean(table.header[index]))[1]}
    return {
        index: heading
        for index, heading in answers.items()
        if not (headed(clean(table.header[index]))[1] and heading in in_counts)
    }


def _words(criterion: FormCriterion, choices: Choices) -> dict[str, Reading]:
    """The readings for headings; 1, 2, 3… are left out until the clerk chooses their order."""
    words = readings(criterion, choices)
    unclear = {"number"} if choices.numbers is None else set()
    return {text: reading for text, reading in words.items() if reading.how not in {*unclear, "empty"}}


def _place(
    index: int,
    name: str,
    chosen: str | None,
    found: tuple[dict[str, int], dict[int, FormCriterion], dict[int, tuple[str, str]]],
    form: BallotForm,
    words: Mapping[str, Mapping[str, Reading]],
) -> None:
    facts, criteria, answers = found
    heading = _heading(name, form, words) if chosen is None else None
    role = chosen or (each.role if (each := found_role(name, form) if name else None) else "")
    if heading:
        answers[index] = heading
    elif is_called(name, TOTAL):
        facts.setdefault(TOTAL, index)
    elif role in (GROUP, WAY, DAY, VOID):
        facts.setdefault(role, index)
    else:
        criteria.update((index, criterion) for criterion in form.criteria if criterion.criterion_id == role)


def _heading(name: str, form: BallotForm, words: Mapping[str, Mapping[str, Reading]]) -> tuple[str, str] | None:
    """The answer a column counts, and its group if the heading names one (党员：较好)."""
    plain = _RATED.sub("", _COUNTED.sub("", headed(clean(name))[0]))
    if not plain:
        return None
    head, _, tail = plain.replace("：", ":").rpartition(":")
    if any(read_heading(plain, each) for each in words.values()):
        return "", plain
    group = read_group(head, form) if head else None
    return (group, tail) if group and any(read_heading(tail, each) for each in words.values()) else None


def _row_cells(plan: _Plan, texts: list[str], number: int, facts: tuple[str, str, str]) -> Iterator[Cell]:
    group, way, day = facts
    item = criterion_named(texts[plan.shape.item], plan.form) if plan.shape.item is not None else None
    if plan.groups:
        yield from _cells_across(plan, texts, number, item, (way, day))
    elif plan.shape.item is not None and plan.shape.answer is not None and plan.count is not None:
        if item is not None:
            answer = texts[plan.shape.answer]
            reading = read_heading(answer, plan.words[item.criterion_id])
            text = _as_share(plan, plan.count, texts)
            yield Cell(group, way, day, item, answer, reading, text, number, plan.count)
    elif plan.shape.item is not None or plan.answers:
        for index, (own, answer) in plan.answers.items():
            criterion = plan.criteria.get(index) or item
            if criterion is not None:
                reading = read_heading(answer, plan.words[criterion.criterion_id])
                text = _as_share(plan, index, texts)
                yield Cell(own or group, way, day, criterion, answer, reading, text, number, index)
    elif plan.shape.answer is not None and texts[plan.shape.answer]:
        yield from _cells_down(plan, texts, number, facts)


def _cells_down(plan: _Plan, texts: list[str], number: int, facts: tuple[str, str, str]) -> Iterator[Cell]:
    answer = texts[plan.shape.answer or 0]
    for index, criterion in plan.criteria.items():
        reading = read_heading(answer, plan.words[criterion.criterion_id])
        yield Cell(*facts, criterion, answer, reading, _as_share(plan, index, texts), number, index)


def _cells_across(
    plan: _Plan, texts: list[str], number: int, item: FormCriterion | None, facts: tuple[str, str]
) -> Iterator[Cell]:
    answer = texts[plan.shape.answer or 0]
    if item is None or not answer:
        return
    reading = read_heading(answer, plan.words[item.criterion_id])
    for index, group in plan.groups.items():
        yield Cell(group, *facts, item, answer, reading, _as_share(plan, index, texts), number, index)


def _as_share(plan: _Plan, index: int, texts: list[str]) -> str:
    """A count as written; 50 under 占比, or where the whole table is in percent, is 50%."""
    is_share = plan.is_percent or headed(clean(plan.table.header[index]))[1]
    return f"{texts[index]}%" if is_share and _WHOLE.fullmatch(texts[index]) else texts[index]


def _row_named(plan: _Plan, texts: list[str], number: int, cells: list[Cell]) -> Iterator[Named]:
    first = cells[0]
    for role in (VOID, TOTAL):
        index = plan.facts.get(role)
        if index is not None and texts[index]:
            kind = "void" if role == VOID else kind_of_total(plan.table.header[index])
            of_item = first.criterion.criterion_id if plan.shape.item is not None else ""
            yield Named(first.group, first.way, first.day, kind, texts[index], number, index, of_item)


def _block_group(texts: list[str], plan: _Plan) -> str:
    """The group in a row that holds nothing else; it applies to the rows below."""
    filled = {text for text in texts if text}
    if len(filled) != 1:
        return ""
    return group_of_titles(list(filled), plan.form)


def _uses(plan: _Plan) -> dict[int, str]:
    uses = {index: role for role, index in plan.facts.items()}
    uses |= dict.fromkeys((*plan.answers, *plan.groups), COUNT)
    uses |= {index: criterion.criterion_id for index, criterion in plan.criteria.items() if index not in plan.answers}
    if plan.shape.item is not None:
        uses[plan.shape.item] = "criterion"
    if plan.shape.answer is not None:
        uses[plan.shape.answer] = "answer"
    if plan.count is not None:
        uses[plan.count] = COUNT
    return uses
