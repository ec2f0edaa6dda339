"""The position of a file's header: below titles or not, in one row, two or three; or none, where the rows tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from board.errors import BoardError
from board.importing.answers import general_word
from board.importing.facts import read_group, read_way
from board.importing.form import BallotForm
from board.importing.roles import ANSWER, BALLOT, COUNT, GROUP, ITEM, TOTAL, WAY, found_role, identifying, is_called
from board.importing.text import BLANKS, beside_names, clean

WITHIN = 40
_OWN_WORDS = (BALLOT, ITEM, ANSWER, COUNT, TOTAL)
_A_FEW = 2
Record = tuple[int, Sequence[str]]


@dataclass(frozen=True)
class Header:
    """The header of a table.

    row: its first row, as Excel numbers it. depth: 1 to 3 rows, 0 for none. names: column names, rows joined. titles:
    the texts above it. score: how much of it is known; 0: nothing.
    """

    row: int
    depth: int
    names: tuple[str, ...]
    titles: tuple[str, ...] = ()
    score: int = 0


def find_header(records: Sequence[Record], form: BallotForm, chosen: int | None = None) -> Header:
    """The row (or two) whose cells are best known as column names; the first record if none is.

    records: the first rows that are not blank, each with its number. chosen: the clerk's row, as Excel numbers it.
    Raises BoardError if the chosen row is empty.
    """
    near = records[:WITHIN] if chosen is None else records
    places = [at for at, (row, _) in enumerate(near) if chosen in (None, row)]
    if not places:
        raise BoardError("表头不在那一行", f"第 {chosen} 行没有内容，不能当作表头。", "请另写一个行号，或清空它。")
    found: list[Header] = []
    for at in places:
        found += [_header(near, at, depth, form) for depth in (1, 2, 3) if at + depth <= len(near)]
        best = max(found, key=_preferred)
        # A title joined with a header is known as well as the header below it, which is tried before it is settled.
        if best.score > 3 * len(form.criteria) and near[at][0] >= best.row + best.depth - 1:
            break
    return max(found, key=_preferred)


def _preferred(header: Header) -> tuple[int, int, int]:
    return header.score, -header.depth, -header.row


def _header(records: Sequence[Record], at: int, depth: int, form: BallotForm) -> Header:
    row, cells = records[at]
    titles = tuple(text for _, above in records[:at] for text in beside_names(above))
    if depth == 1:
        names = tuple(cell.strip(BLANKS) for cell in cells)
        return Header(row, 1, names, titles, _score(names, form))
    below = records[at + 1 : at + depth]
    joined: tuple[str, ...] | None = tuple(below[-1][1])
    for each in [cells, *(names for _, names in below[:-1])][::-1]:
        joined = _joined(each, joined) if joined else None
    if joined is None or below[-1][0] != row + depth - 1:
        return Header(row, depth, (), titles, -1)
    return Header(row, depth, joined, titles, _score(joined, form) + _option_score(joined, form))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...] | None:
    """Names of two rows, each preceded by the heading that spans its column; None where nothing spans."""
    names: list[str] = []
    heading, spans = "", 0
    width = max(len(upper), len(lower))
    uppers, lowers = _padded(upper, width), _padded(lower, width)
    if lowers[0] and uppers[0] and not any(uppers[1:]):
        return None  # a title
    for above, under in zip(uppers, lowers, strict=True):
        spans += bool(under and heading and under != above and above in ("", heading))
        heading = above or (heading if under else "")
        names.append(heading if not under or under == heading else f"{heading}：{under}" if heading else under)
    return tuple(names) if spans else None


def _padded(cells: Sequence[str], width: int) -> list[str]:
    return [cell.strip(BLANKS) for cell in cells] + [""] * (width - len(cells))


def _score(names: Sequence[str], form: BallotForm) -> int:
    """Three for each criterion, two for each other recognised column, one for each answer.

    A single criterion says little: the rows of a tally each begin with one.
    """
    criteria = {criterion.criterion_id for criterion in form.criteria}
    roles = {found.role for name in names if name and (found := found_role(name, form))}
    lasts = {name.rpartition("：")[2] for name in names if name}
    others = {name for name in lasts if identifying(name) or any(is_called(name, role) for role in _OWN_WORDS)}
    asked = len(roles & criteria)
    answers = {clean(name) for name in names if name and general_word(name, form) is not None}
    return 3 * asked * (asked >= _A_FEW) + asked + 2 * len((roles - criteria) | others) + len(answers)


def _option_score(joined: Sequence[str], form: BallotForm) -> int:
    """Counts answers below their criterion, if most criteria span several columns; else 0.

    Otherwise the two rows are a header and a ballot.
    """
    options: dict[str, set[str]] = {}
    for name in joined:
        head, _, tail = name.rpartition("：")
        found = found_role(head, form) if head else None
        whose = found.role if found else read_group(head, form) if head else None
        if whose and general_word(tail, form) is not None:
            options.setdefault(whose, set()).add(tail)
    facts = Counter(role for name in joined if (role := _fact_below(name, form)))
    wide = sum(len(tails) for tails in options.values() if len(tails) > 1)
    wide += sum(count + 2 for count in facts.values() if count > 1 and not options)
    return wide if sum(len(tails) > 1 for tails in options.values()) * 2 >= len(options) + bool(options) else 0


def _fact_below(joined: str, form: BallotForm) -> str:
    """GROUP or WAY, if a name is below its heading: 参评方式：纸质."""
    head, _, tail = joined.rpartition("：")
    found = found_role(head, form) if head else None
    reads = {GROUP: lambda text: read_group(text, form), WAY: read_way}
    return found.role if found and found.role in reads and reads[found.role](tail) else ""
