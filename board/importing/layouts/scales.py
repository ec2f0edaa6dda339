"""Words of other scales than the form's own, where all of a file's answers are of one that everybody knows."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from board.importing.answers import read_answer, readings, unticked
from board.importing.choices import Choices
from board.importing.form import FormCriterion
from board.importing.text import clean, word

_SCALES = (
    ("优", "良", "中", "差"),
    ("优秀", "良好", "中等", "较差"),
    ("优秀", "良好", "一般", "较差"),
    ("优秀", "良好", "一般", "差"),
    ("优秀", "良好", "合格", "不合格"),
    ("优秀", "合格", "基本合格", "不合格"),
    ("优秀", "称职", "基本称职", "不称职"),
    ("满意", "比较满意", "一般", "不满意"),
    ("满意", "较满意", "一般", "不满意"),
    ("很好", "较好", "一般", "不好"),
    ("很好", "较好", "一般", "差"),
    ("非常满意", "满意", "一般", "不满意"),
)
_MOST = 200


def other_scale(columns: Sequence[tuple[FormCriterion, pa.DictionaryArray]]) -> Sequence[str]:
    """The scale, best first, of answers that the criteria's own words don't hold; () if there is none, or two that give
    a word another place.

    columns: each criterion and its answers. Words of two scales are never mixed: in a column with one of the other
    scale all words are of it.
    """
    strange: set[str] = set()
    beside: set[str] = set()
    for criterion, column in columns:
        words = readings(criterion, Choices())
        values = {value: read_answer(value, words) for value in column.unique()[:_MOST].to_pylist() if clean(value)}
        unread = {word(unticked(value)) for value, reading in values.items() if reading is None}
        strange |= unread
        spoken = {word(unticked(value)) for value, reading in values.items() if reading and reading.rank}
        beside |= spoken if unread else set()
    used = strange | beside
    own = {answer.label: answer.rank for criterion, _ in columns for answer in criterion.answers}
    fitting = [scale for scale in _SCALES if strange and used <= {*scale} and _agrees(scale, own)]
    places = [{each: scale.index(each) for each in used} for scale in fitting]
    return fitting[0] if places and all(each == places[0] for each in places) else ()


def _agrees(scale: Sequence[str], own: Mapping[str, int]) -> bool:
    return all(own.get(each, place) == place for place, each in enumerate(scale, start=1))
