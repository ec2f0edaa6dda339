"""A report written in Word → its parts, each with the section it is taken for. Pure.

A part begins at a heading: a paragraph with a heading style, or a short one numbered like a heading. Where the section
isn't certain (`is_sure`), the person is asked.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docx.text.paragraph import Paragraph

from board.errors import BoardError
from board.importing.files.word import read_word

_NUMBERED = re.compile(r"^\s*[（(]?(?:[一二三四五六七八九十]+|\d+)[）)、.．]\s*")
_LONGEST_HEADING = 24
# Characters in a row that a heading must share with a label, and how many more than it the heading may have.
_ENOUGH, _MORE = 2, 6
# Words of section labels that other headings contain too.
_COMMON = re.compile(r"方面|主要|具体|存在的?|的|及|和|与|关于|情况")


@dataclass(frozen=True)
class Part:
    """A heading ("" before the first one), the text under it, the section it is taken for, and whether that is
    certain."""

    heading: str
    text: str
    section: str | None
    is_sure: bool


def read_report(name: str, data: bytes, sections: Sequence[str]) -> list[Part]:
    """The parts of a Word file, in order. Raises BoardError for a file that isn't Word, is too big, or has no text."""
    paragraphs = _paragraphs(name, data)
    parts: list[tuple[str, list[str]]] = [("", [])]
    for text, is_heading in paragraphs:
        if is_heading or _is_label(text, sections):
            parts.append((text, []))
        else:
            parts[-1][1].append(text)
    found = [_part(heading, "\n".join(lines), sections) for heading, lines in parts if heading or lines]
    if not any(part.text for part in found):
        raise BoardError("文件里没有文字", f"{name} 里没有读到段落。", "请确认选对了文件；扫描成图片的文件读不出文字。")
    return found


def gathered(parts: Sequence[Part], chosen: Mapping[int, str | None]) -> dict[str, str]:
    """Section → text, as chosen for each part (its place → section; None: leave it out); several may make one."""
    texts: dict[str, list[str]] = {}
    for place, part in enumerate(parts):
        section = chosen.get(place, part.section)
        if section is not None and part.text:
            texts.setdefault(section, []).append(part.text)
    return {section: "\n".join(paragraphs) for section, paragraphs in texts.items()}


def _paragraphs(name: str, data: bytes) -> list[tuple[str, bool]]:
    return [(each.text.strip(), _is_heading(each)) for each in read_word(name, data).paragraphs if each.text.strip()]


def _is_heading(paragraph: Paragraph) -> bool:
    style = str(getattr(paragraph.style, "name", "") or "")
    text = paragraph.text.strip()
    if re.match(r"heading", style, re.IGNORECASE) or re.match(r"标题 ?\d", style):
        return True
    numbered = re.match(r"^[一二三四五六七八九十]+、", text)
    return bool(numbered) and len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", "，", "："))


def _is_label(text: str, sections: Sequence[str]) -> bool:
    return _plain(text) in {_plain(section) for section in sections}


def _part(heading: str, text: str, sections: Sequence[str]) -> Part:
    plain = _plain(heading)
    exact = [section for section in sections if _plain(section) == plain]
    if exact:
        return Part(heading, text, exact[0], True)
    named = [section for section in sections if plain and _plain(section) in plain]
    if len(named) == 1:
        return Part(heading, text, named[0], len(plain) <= len(_plain(named[0])) + _MORE)
    shared = {section: _shared(_COMMON.sub("", section), plain) for section in sections}
    best = max(shared, key=shared.__getitem__, default=None)
    likely = (
        best
        if best is not None and shared[best] >= _ENOUGH and list(shared.values()).count(shared[best]) == 1
        else None
    )
    return Part(heading, text, likely, not text)


def _plain(heading: str) -> str:
    return re.sub(r"\s", "", _NUMBERED.sub("", heading)).rstrip("：:")


def _shared(label: str, heading: str) -> int:
    """The longest run of a label's characters that a heading contains."""
    runs = (label[start:end] for start in range(len(label)) for end in range(start + 1, len(label) + 1))
    return max((len(run) for run in runs if run in heading), default=0)
