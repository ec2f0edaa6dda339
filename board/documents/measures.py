"""The measures that GB/T 9704-2012 prescribes for papers, as both writers and the test of their files take it.

Lengths in mm, type in points. The standard is in force (confirmed 2025-05-30).
"""

from datetime import date

from board.papers.blocks import Day, Letterhead, Paper
from board.typed import printable

# A4, with a type area of 156 × 225.
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0
TYPE_WIDTH = PAGE_WIDTH - LEFT - RIGHT
# Of a page on its side, whose head is at the left edge of the page upright, both on odd and on even pages.
LANDSCAPE_WIDTH = PAGE_HEIGHT - TOP - BOTTOM
# 22 lines of 28 characters: lines of 29 pt would leave room for 21 only, and 28 characters of 16 pt are wider than the
# type area, so each has 0.21 pt less.
LINES, CHARACTERS = 22, 28
LINE = 28.95
TITLE_LINE = 36.0
BODY, TITLE, SMALL, TABLE = 16.0, 22.0, 14.0, 12.0
SQUEEZE = -0.207
# The same as Word counts it, in 1/4096 pt.
CHAR_SPACE = -848
# 发文机关标志: its top edge below the type area's top; in a letter below the page's.
MARK_TOP, LETTER_MARK_TOP = 35.0, 30.0
MARK_SIZE = 48.0
# The red rule below 文号; of a letter two double ones, wider than the type area, the second so far above the foot.
RULE_GAP, LETTER_RULE, LETTER_RULE_FOOT = 4.0, 170.0, 20.0
# 版记: the first and last rule, and those between.
THICK, THIN = 0.35, 0.25
# The page number, below the type area.
NUMBER_GAP = 7.0
# Its dash is in the middle of a line of 16 pt, so the line ends so far above the foot.
NUMBER_LINE = 16.0
NUMBER_BOTTOM = BOTTOM - NUMBER_GAP - NUMBER_LINE / 2 * 25.4 / 72

# 小标宋, 仿宋, 楷体, 黑体, 宋体 as Windows and WPS call them, and what to take where there is none of that name.
TITLE_FACE, BODY_FACE, KAI_FACE, HEI_FACE, SONG_FACE = "方正小标宋简体", "仿宋", "楷体", "黑体", "宋体"
INSTEAD = {
    TITLE_FACE: "宋体",
    BODY_FACE: "仿宋_GB2312",
    KAI_FACE: "楷体_GB2312",
    HEI_FACE: "SimHei",
    SONG_FACE: "SimSun",
}
HEADING_FACES = {1: HEI_FACE, 2: KAI_FACE, 3: BODY_FACE, 4: BODY_FACE}


# In place of a day that isn't set yet.
NO_DAY = "　　年　　月　　日"


def chinese(day: date) -> str:
    """A day as papers have it: 2026年12月4日."""
    return Day(day).text


def wide(text: str) -> float:
    """The width of a text in full-width characters: digits, Latin letters and spaces take half of one."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def ending(unit: str, dated: str, *, has_seal: bool) -> tuple[float, float]:
    """How far the unit's name and the day below it stay from the right edge, in characters.

    Without a seal the name is two characters from the edge, and the day begins two characters after it does; a day
    that would come too close to the edge so is two from it, and the name begins two before it. With a seal the day is
    four from the edge and the name centred on it.
    """
    name, day = wide(unit), wide(dated)
    if has_seal:
        return max(4 + (day - name) / 2, 0.0), 4 + max((name - day) / 2 - 4, 0.0)
    if name - day >= 2:  # noqa: PLR2004 - two characters
        return 2.0, name - day
    return 4 + day - name, 2.0


def mark_of(letterhead: Letterhead) -> str:
    """发文机关标志: the unit's name, with 文件 on a red head."""
    return f"{letterhead.unit}文件" if letterhead.form == "red" else letterhead.unit


def mark_size(letterhead: Letterhead) -> float:
    """The points of 发文机关标志, smaller for a long name, so that it stays on one line."""
    width = TYPE_WIDTH / 25.4 * 72
    return float(min(MARK_SIZE, width // max(wide(mark_of(letterhead)), 1)))


def imprint(letterhead: Letterhead) -> list[tuple[str, ...]]:
    """The rows of 版记, each with what stands at its left and its right: 抄送; 印发机关 and 印发日期, which a letter
    doesn't have."""
    rows: list[tuple[str, ...]] = []
    if letterhead.copies:
        rows.append((f"抄送：{printable(letterhead.copies).rstrip('。')}。",))
    issued_on = letterhead.issued_on or letterhead.dated
    if letterhead.form == "red" and issued_on:
        rows.append((printable(letterhead.issuer or letterhead.unit), f"{chinese(issued_on)}印发"))
    return rows


def sides(paper: Paper) -> list[bool]:
    """For each section of a paper whether its pages are on their side: the text, its attachments, and, where the last
    of them is on its side, a page for 版记."""
    found = [paper.is_landscape, *(each.is_landscape for each in paper.attachments)]
    return [*found, False] if found[-1] and imprint(paper.letterhead) else found
