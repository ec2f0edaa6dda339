"""转报: a cover that a bureau puts before what it took, for the one above it. Pure.

A forwarded file is the cover, two lines as any signed document, and after it the enclosed file as it came, byte for
byte: a submission, or again a cover with what it encloses, from the next bureau below. The cover holds the digest of
all that, so the unit's own seal stays as it is and can be held to its key by anybody. A cover may hold, and enclose
nothing but, what happened to the units below.
"""

from dataclasses import dataclass

from board.errors import BoardError
from board.submissions.checks import Shape, a_day, a_digest, a_flag, a_moment, a_text, a_whole, an_id, one_of, or_none
from board.submissions.document import BIGGEST, Signed, digest, opened
from board.units.actions import LONGEST_NAME
from board.words import UNIT_KIND, UNIT_STEP

COVER = Shape(
    "chagai-forward-1",
    # number: of the submission, as the bureau took it; 0: none is enclosed. made_at: when it took it.
    {"format": one_of(frozenset({"chagai-forward-1"})), "unit_id": an_id, "number": a_whole}
    | {"made_at": a_moment, "enclosed_sha256": or_none(a_digest)},
    {
        "units": {
            **{"unit_id": an_id, "action": one_of(UNIT_STEP), "on_date": a_day, "name": a_text(LONGEST_NAME)},
            **{"kind": one_of(UNIT_KIND), "parent_id": an_id, "merged_into": an_id, "is_reporting": a_flag},
        }
    },
    {"units": "下面的单位"},
    {"units": ("unit_id", "on_date")},
)
BIGGEST_FORWARDED = BIGGEST + 2**20
MOST_TIERS = 5
_LINES = 2  # of a signed document


@dataclass(frozen=True)
class Forwarded:
    """A forwarded file whose seals all fit: its covers, the outer first, their bytes, and the submission (None: only
    what happened to units)."""

    covers: tuple[Signed, ...]
    before: bytes
    submission: Signed | None

    @property
    def path(self) -> str:
        """Which unit it is of, from the bureau that sent it down: D1.S01."""
        ids = [each.document["unit_id"] for each in self.covers]
        return ".".join([*ids, *([self.submission.document["unit_id"]] if self.submission else [])])


def unwrapped(content: bytes) -> Forwarded:
    """A forwarded file, taken apart. Raises BoardError in words for any other."""
    if len(content) > BIGGEST_FORWARDED:
        raise _refused("文件太大", f"最大 {BIGGEST_FORWARDED // 2**20} 兆。")
    covers, rest = list[Signed](), content
    while not covers or rest.count(b"\n") > _LINES:
        if len(covers) == MOST_TIERS:
            raise _refused("转报的层数太多", f"最多 {MOST_TIERS} 层。")
        text, _, sealed = rest.partition(b"\n")
        seal, _, rest = sealed.partition(b"\n")
        cover = opened(text + b"\n" + seal + b"\n", COVER)
        if (cover.document["enclosed_sha256"] or "") != (digest(rest) if rest else ""):
            raise _refused("内容被改过", "转报里装的和封面上的指纹对不上。")
        covers.append(cover)
    before = content[: len(content) - len(rest)]
    return Forwarded(tuple(covers), before, opened(rest) if rest else None)


def _refused(title: str, message: str) -> BoardError:
    return BoardError(title, message, "没有收下。请转报的单位重新送一次。")
