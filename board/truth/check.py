"""报告求实 (the truth check): what in a version of the report doesn't agree with the records.

Pure. It leaves alone what it can't tell the object of; what it finds it says at the sentence, with what the record
says. What the records say is gathered in `truth.records`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from board.report.text import sentences
from board.truth.facts import Facts
from board.truth.figures import figure_findings
from board.truth.findings import Finding
from board.truth.sources import answer_findings, source_findings
from board.truth.sums import sum_findings
from board.truth.units import Names, unit_findings

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Records:
    """What a version is held against.

    names: the activity's own names. known: what the records said on the days that count, the newest last; `on`: on a
    day that a sentence names (None: not known). partitions: see `truth.sums`. links, problems, loose_opinions: see
    `truth.sources`; points and contents of all versions: see `answer_findings`. None of a kind: it isn't asked.
    """

    names: Names
    known: Sequence[Facts] = ()
    on: Callable[[date], Facts | None] = lambda _day: None
    partitions: Sequence[Mapping[str, str]] = ()
    links: Sequence[Row] = ()
    problems: Sequence[Row] | None = None
    loose_opinions: Sequence[str] = ()
    points: Sequence[Row] = ()
    contents: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def findings(sections: Mapping[str, str], records: Records) -> list[Finding]:
    """What doesn't hold in a text (section → content, in order), section by section, each thing once."""
    found = [each for section, text in sections.items() for each in in_text(section, text, records)]
    if records.problems is not None:
        found += source_findings(sections, records.links, records.problems, records.loose_opinions)
    found += answer_findings(records.points, records.contents)
    places = {section: place for place, section in enumerate(sections)}
    unique: dict[str, Finding] = {}
    for each in found:
        unique.setdefault(each.key, each)
    return sorted(unique.values(), key=lambda each: places.get(each.section, len(places)))


def in_text(section: str, text: str, records: Records) -> Iterator[Finding]:
    """What doesn't hold in the sentences of a section."""
    for sentence in sentences(text):
        written = text[sentence.start : sentence.start + len(sentence.text)]
        marks: set[str] = set()
        for finding in _in_sentence(section, sentence.text, records):
            if finding.mark in marks:
                continue  # one number is wrong once
            marks.add(finding.mark)
            yield _as_written(finding, written, sentence.text)


def _in_sentence(section: str, sentence: str, records: Records) -> Iterator[Finding]:
    figures = list(figure_findings(section, sentence, records.known, records.on))
    yield from figures
    # Parts that don't add up because one of them is wrong: that one was said.
    has_wrong_figure = any(each.kind == "figure" for each in figures)
    yield from sum_findings(section, sentence, records.partitions, with_sums=not has_wrong_figure)
    yield from unit_findings(section, sentence, records.names)


def _as_written(finding: Finding, written: str, read: str) -> Finding:
    """The finding with the sentence and the mark as they stand in the text, full-width digits and all."""
    place = read.find(finding.mark)
    mark = written[place : place + len(finding.mark)] if place >= 0 else finding.mark
    return Finding(finding.section, written, finding.kind, finding.message, mark, finding.about, finding.link)
