"""报告求实 (the truth check): finds what in a version of the report contradicts the records.

Pure. Numbers whose subject can't be identified are ignored. Findings name the sentence and what the records say; the
records are gathered in `truth.records`.
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
    """The data a version is checked against.

    names: the activity's own names. known: the facts on each day that counts, the newest last; `on`: returns the facts
    on a day that a sentence names (None: not known). partitions: see `truth.sums`. links, problems, loose_opinions: see
    `truth.sources`; points, and contents of all versions: see `answer_findings`. None: that check is skipped.
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
    """Returns the findings in a text (section → content, in order), section by section, each once."""
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
    """Yields the findings in the sentences of a section."""
    for sentence in sentences(text):
        written = text[sentence.start : sentence.start + len(sentence.text)]
        marks: set[str] = set()
        for finding in _in_sentence(section, sentence.text, records):
            if finding.mark in marks:
                continue  # report each wrong number once
            marks.add(finding.mark)
            yield _as_written(finding, written, sentence.text)


def _in_sentence(section: str, sentence: str, records: Records) -> Iterator[Finding]:
    figures = list(figure_findings(section, sentence, records.known, records.on))
    yield from figures
    # If parts don't add up because one figure is wrong, that figure has been reported already.
    has_wrong_figure = any(each.kind == "figure" for each in figures)
    yield from sum_findings(section, sentence, records.partitions, with_sums=not has_wrong_figure)
    yield from unit_findings(section, sentence, records.names)


def _as_written(finding: Finding, written: str, read: str) -> Finding:
    """The finding with sentence and mark as written in the text, full-width digits included."""
    place = read.find(finding.mark)
    mark = written[place : place + len(finding.mark)] if place >= 0 else finding.mark
    return Finding(finding.section, written, finding.kind, finding.message, mark, finding.about, finding.link)
