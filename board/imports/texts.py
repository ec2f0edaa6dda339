"""数据导入: the suggestions of a file beside those of an earlier import: whether their ballots are the same.

Exports of one survey hold the same texts word for word, whatever was corrected of their answers; two people hardly ever
write the same long sentence. Exact times and addresses would tell as much, but they are never kept, not even as a hash:
of so few moments each could be tried.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from board.importing.checked import Checked
from board.importing.text import literal
from board.store.store import Row

# A text so long is nobody else's by chance; of shorter ones two.
_OWN, _LONG, _A_FEW = 25, 12, 2
# So few chances in a hundred that none of the texts was on one of the ballots.
_CHANCE = 0.02

Texts = Counter[str]
Rows = Callable[..., list[Row]]


def texts_of(contents: Iterable[str]) -> Texts:
    """Texts for comparing, with how often each occurs."""
    return Counter(plain for content in contents if (plain := literal(content).strip("。.！!，,")))


def texts_beside(rows: Rows, keys: Row, checked: Checked) -> tuple[Texts, dict[str, Texts]]:
    """The texts of a file, and those of each import of the round; of none if the file has none."""
    mine = checked.suggestions["content"].to_pylist() if checked.suggestions.num_rows else []
    theirs: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows("imports/texts", **keys) if mine else ():
        theirs[row["import_id"]].append(row["content"])
    return texts_of(mine), {import_id: texts_of(contents) for import_id, contents in theirs.items()}


def shared(mine: Texts, theirs: Texts) -> int:
    """How many texts both hold that hardly two people wrote; 0 for fewer than tell anything.

    Texts that come several times in one file are phrases that people share.
    """
    both = [text for text in mine.keys() & theirs.keys() if mine[text] == theirs[text] == 1 and len(text) >= _LONG]
    return len(both) if len(both) >= _A_FEW or any(len(text) >= _OWN for text in both) else 0


def speak_against(smaller: Texts, larger: Texts, share: float) -> bool:
    """Whether ballots can't be the same: the file of whose ballots a share is in the other has texts, and the other has
    none of these."""
    count = unshared(smaller, larger)
    return count > 0 and (1 - min(share, 1)) ** count < _CHANCE


def unshared(smaller: Texts, larger: Texts) -> int:
    """How many texts a file has of which the other has none; 0 if it has one, or either has too few to tell."""
    count = smaller.total()
    return 0 if count < _A_FEW or larger.total() < _A_FEW or smaller & larger else count
