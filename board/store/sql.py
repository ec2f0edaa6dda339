"""Named statements from `queries/*.sql`, in aiosql's file format.

A statement begins with `-- name: its_name`; the comment lines after it are its sentence (a query's states its grain).
What several read from stands in a file once, as `-- part: its_name`; `-- with: subject/its_name` puts it before one. A
statement is called by `subject/its_name`, where the subject is the file's name. Those of `history.sql` and the other
`…_history.sql` are made for every subject that keeps such a history, but where its own file has the name. A line
`-- moved by: remove, edit with a reason` says that what a query returns can only change with events of such actions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

QUERIES = Path(__file__).parents[2] / "queries"
# Each subject with a history → the table of its events, that of its present states, and the column of its id.
HISTORIES: dict[str, tuple[str, str, str]] = {
    "criticisms": ("criticism_events", "criticisms", "criticism_id"),
    "decisions": ("decision_events", "decisions", "decision_id"),
    "feedback": ("feedback_sheet_events", "feedback_sheets", "sheet_id"),
    "letterheads": ("letterhead_events", "letterheads", "letterhead_id"),
    "meeting_records": ("meeting_record_events", "meeting_records", "meeting_id"),
    "opinions": ("opinion_events", "opinions", "opinion_id"),
    "outlines": ("outline_events", "outlines", "outline_id"),
    "papers": ("paper_events", "papers", "paper_id"),
    "problems": ("problem_events", "problems", "problem_id"),
    "public_pages": ("public_page_events", "public_pages", "page_id"),
    "publication": ("publication_events", "publications", "publication_id"),
    "rectification": ("rectification_events", "rectification_items", "item_id"),
    "report_hearings": ("report_hearing_events", "report_hearings", "hearing_id"),
    "report_points": ("report_point_events", "report_points", "point_id"),
    "report_sections": ("report_section_events", "report_sections", "section_id"),
    "report_versions": ("report_version_events", "report_versions", "version_id"),
    "sittings": ("sitting_events", "sittings", "sitting_id"),
    "studies": ("study_events", "studies", "study_id"),
    "talks": ("talk_events", "talks", "talk_id"),
    "tasks": ("task_events", "tasks", "task_id"),
}
# Histories that an import of a ledger writes, and takes back when it is undone.
IMPORTED = ("opinions", "problems", "talks", "tasks")
# Subjects whose records have a day of their own, beside that of their entry → its column.
OWN_DAYS: dict[str, str] = {
    "feedback": "handed_on",
    "opinions": "received_on",
    "outlines": "written_on",
    "problems": "found_on",
    "publication": "published_on",
    "report_hearings": "held_on",
    "report_versions": "made_on",
    "studies": "found_on",
    "talks": "held_on",
    "tasks": "done_on",
}
# Each table that records with days of their own are read from → the statement that takes its place.
_TABLES = {HISTORIES[subject][0]: f"{subject}/known_now" for subject in (*OWN_DAYS, "criticisms", "meeting_records")}
_TABLES |= {
    "meetings": "meetings/known_now",
    "meeting_attendance": "meeting/known_now",
    "past_days": "pasts/known_now",
}
# Who may not know who gave an opinion sees opinions in lots; other lots of the same would tell them apart.
_IN_LOTS = frozenset({HISTORIES["opinions"][0]})
_HEADER = re.compile(r"^-- (name|part): (\w+)$", re.MULTILINE)
_WITH = re.compile(r"^-- with: (\w+/(\w+))$\n?", re.MULTILINE)
# Of these, those that are worked on step by step → the day of such a step (none: that of the record). The others are
# right or wrong as a whole.
BEGUN: dict[str, str] = {"opinions": "fed_back_on", "problems": "found_on", "report_versions": "approved_on"}
_SHARED = {
    "history": tuple(HISTORIES),
    "dated_history": tuple(OWN_DAYS),
    "begun_history": tuple(BEGUN),
    "standing_history": tuple(OWN_DAYS.keys() - BEGUN),
    "imported_history": IMPORTED,
}
_MOVED_BY = "moved by: "
_WORD, _BEGINS = re.compile(r"\w+"), "WITH "
_PLACES = re.compile(r"\b(events|records|id|own_day|own_step)\b")


@dataclass(frozen=True)
class Statement:
    """One named statement: its full name, the sentence above it and its text.

    moved_by: the actions whose events can change what it returns; None: any."""

    name: str
    sentence: str
    text: str
    moved_by: frozenset[str] | None = None


@cache
def statements(folder: Path = QUERIES) -> dict[str, Statement]:
    """All statements of a folder, by `subject/name`. Raises ValueError if a name occurs twice."""
    shared: dict[str, Statement] = {}
    own: dict[str, Statement] = {}
    for path in sorted(folder.glob("*.sql")):
        if path.stem in _SHARED:
            made = [_of_history(each, subject) for subject in _SHARED[path.stem] for each in _parse(path, subject)]
            shared |= {each.name: each for each in made}
            continue
        for statement in _parse(path, path.stem):
            if statement.name in own:
                raise ValueError(f"{path}: {statement.name} stands twice")
            own[statement.name] = statement
    return shared | own


def asked(name: str, is_known_now: bool, is_for_readers: bool) -> tuple[str, tuple[str, ...]]:
    """Returns the text of a query and the statements that are in it.

    A query of a day reads what had been entered by its end (当日所知). As known now (现在所知) it gets other tables
    under the same names: today's, each record moved back to its own day, what was taken out since left out. What knows
    no day of its own, and ballots, whose answers count in lots as they come, stay as they were known then.
    """
    text = statements()[name].text
    if not is_known_now or "$as_of" not in text or name.endswith("/entered"):
        return text, (name,)
    return _known_now(name, is_for_readers)


@cache
def _known_now(name: str, is_for_readers: bool) -> tuple[str, tuple[str, ...]]:
    """As `asked`, of a query of a day as known now."""
    text = statements()[name].text
    named = _TABLES.keys() & set(_WORD.findall(text)) - (_IN_LOTS if is_for_readers else set())
    if not named:
        return text, (name,)
    parts = {table: statements()[_TABLES[table]].text for table in sorted(named)}
    return _with_parts(text, parts), (name, *(_TABLES[table] for table in named))


def _parse(path: Path, subject: str) -> list[Statement]:
    found = [_statement(f"{subject}/{name}", _WITH.sub("", body)) for name, body in _pieces(path, "name")]
    bodies = [body for _, body in _pieces(path, "name")]
    return [
        replace(each, text=_with_parts(each.text, _parts_of(path.parent, body)))
        for each, body in zip(found, bodies, strict=True)
    ]


def _pieces(path: Path, kind: str) -> list[tuple[str, str]]:
    """The names and bodies of a file's statements (name) or of what these read from (part)."""
    pieces = _HEADER.split(path.read_text("utf-8"))[1:]
    every = zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    return [(name, body) for each, name, body in every if each == kind]


def _parts_of(folder: Path, body: str) -> dict[str, str]:
    """The parts that a statement reads from: name → text, with those that they read from themselves."""
    found = {}
    for named, name in _WITH.findall(body):
        inner = dict(_pieces(folder / f"{named.partition('/')[0]}.sql", "part"))[name]
        found[name] = _with_parts(_statement(name, _WITH.sub("", inner)).text, _parts_of(folder, inner))
    return found


def _with_parts(text: str, parts: Mapping[str, str]) -> str:
    """A query with others before it that it reads from by name."""
    if not parts:
        return text
    named = ", ".join(f"{name} AS ({part})" for name, part in parts.items())
    rest = f", {text.removeprefix(_BEGINS)}" if text.startswith(_BEGINS) else f" {text}"
    return f"{_BEGINS}{named}{rest}"


def _of_history(statement: Statement, subject: str) -> Statement:
    names = dict(zip(("events", "records", "id"), HISTORIES[subject], strict=True))
    names |= {"own_day": OWN_DAYS.get(subject, ""), "own_step": BEGUN.get(subject, "")}
    return replace(statement, text=_PLACES.sub(lambda match: names[match[0]], statement.text))


def _statement(name: str, body: str) -> Statement:
    lines = body.strip().splitlines()
    comment = [line[2:].strip() for line in lines if line.startswith("--")]
    moving = [line.removeprefix(_MOVED_BY) for line in comment if line.startswith(_MOVED_BY)]
    sentence = " ".join(line for line in comment if not line.startswith(_MOVED_BY))
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return Statement(name, sentence, text.strip().rstrip(";"), frozenset(moving[0].split(", ")) if moving else None)
