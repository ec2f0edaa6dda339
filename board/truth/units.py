"""Names of other units in a report, mostly left over from copied texts. Pure.

A name that looks like a school's or an office's belongs to another unit unless it is the unit's own, in full or short,
a superior's named in the plan, or part of the activity's own words. A clause about learning from another unit may
name it.
"""

import re
from dataclasses import dataclass

_SCHOOL = ("小学", "中学", "学校", "幼儿园", "学院", "大学")
_OFFICE = ("街道", "镇", "乡", "街道办", "镇党委", "镇政府", "乡党委", "乡政府")
_BUREAU = ("教育局", "公安局", "财政局", "卫生局", "文体局")
_KINDS = sorted((*_SCHOOL, *_OFFICE, *_BUREAU), key=len, reverse=True)
_NAME = re.compile("|".join(_KINDS))
# Words before or after a name in a clause about learning from somebody.
_LEARNS = re.compile(
    r"学习(?!实践|调研|科学|贯彻|活动|阶段)|借鉴|参观|考察|取经|对照(?!检查)|交流|结对|联谊|先进|例?如|像"
)
_LEARNT = re.compile(r"^[^，,；。]{0,8}(经验(?!教训)|做法|结对|交流|取经|参观|考察|联谊|学习(?!实践|调研|科学))")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
_KIND_OF_SCHOOL = re.compile(r"中心|实验|附属|第[一二三四五六七八九十]+|完全|九年一贯制|外国语|希望|民族|寄宿制|示范")
# Words before 小学 or 学校 that don't form a name with it.
_GENERAL_WORDS = """
我 本 该 各 全 其他 其它 兄弟 先进 优秀 名 示范 基层 薄弱 重点 同类 周边 附近 邻近 当地 姐妹 城乡 村 所 一所 农村
城区 城市 乡镇 民办 公办 完全 党 业余 干部 全日制 家长 老年 体育 义务教育 中心 实验 整个 许多 很多 不少 部分 有的
有些 个别 某 每 两 几 区 市 县 省 国 全区 全市 全县 全镇 本区 本市 全省 初级 高级 普通 九年一贯制 寄宿制 现代 现代化
特色 和谐 平安 文明 绿色 书香 美丽 新 老 旧 原 大 小 好 幼儿园 小学 中学 学校 教师 学生 教职工 群众 上级 下级 有关
我们 他们 你们 贵 贫困 山区 乡村 城镇 中小 素质 现阶段 学期 年级 一年级 二年级 三年级 四年级 五年级 六年级 对口 支援
进修 培训 共建 帮扶 接收 升入 初中 高中 这所 那所 一个 百年 品牌 数字 智慧 合格 村镇 集镇 小镇 古镇 全乡 优质 一流
标杆 窗口 示范性 样板 试点 龙头 满意 名牌 放心 幸福 快乐 规范化 标准化 高品质 高质量 家门口 精品 先锋 模范 明星 热点
满园 卓越 新型 生态 花园式 本镇 本乡 我镇 我乡 我区 镇 乡 街道
"""
_GENERAL = frozenset(_GENERAL_WORDS.split())
_PLACE_TAGS = frozenset({"ns", "nr", "nz", "nt", "nrt", "nrfg"})
_NAME_TAGS = _PLACE_TAGS | {"n", "j", "s", "b"}


@dataclass(frozen=True)
class Names:
    """An activity's own names: its unit's, and all its other words (theme, tasks, posts, superiors)."""

    unit: str
    words: str = ""

    @property
    def own(self) -> str:
        """The unit's name without what it has in brackets."""
        return _BRACKETS.sub("", self.unit)


def foreign_names(sentence: str, names: Names) -> list[str]:
    """The names of other units in a sentence that it doesn't learn from, each once."""
    if not _NAME.search(sentence):
        return []
    return [
        name
        for name in dict.fromkeys(_unit_names(sentence))
        if not _is_own(name, names.own) and name not in names.words and not _is_learnt_from(name, sentence)
    ]


def _unit_names(sentence: str) -> list[str]:
    """Texts in a sentence that look like units' names, as long as possible, without the general words before them."""
    import rjieba  # noqa: PLC0415 - slow to load

    names: list[str] = []
    words: list[tuple[str, str]] = []
    for word, tag in rjieba.tag(sentence):
        kind, rest = _split(word)
        if rest:
            words.append((rest, "ns" if kind else tag))
        if kind:
            name = _name_before(words, kind)
            if name and names and name.startswith(names[-1]):
                names.pop()
            names += [name + kind] if name else []
            words = [(name + kind, "ns") if name else (kind, "x")]
    return names


def _split(word: str) -> tuple[str, str]:
    """Splits a word ending in a kind of unit into the kind and what comes before it: 青云街道 → 街道, 青云."""
    kind = "" if word in _GENERAL and word not in _KINDS else next(filter(word.endswith, _KINDS), "")
    return kind, word.removesuffix(kind)


def _name_before(words: list[tuple[str, str]], kind: str) -> str:
    """The words right before a kind of unit that form a name with it; empty where they form none."""
    name: list[tuple[str, str]] = []
    for word, tag in reversed(words):
        if word in _GENERAL and not _KIND_OF_SCHOOL.fullmatch(word):
            break
        if tag not in _NAME_TAGS and not _KIND_OF_SCHOOL.fullmatch(word):
            break
        name.insert(0, (word, tag))
    telling = [(word, tag) for word, tag in name if not _KIND_OF_SCHOOL.fullmatch(word)]
    if not telling:
        return ""
    is_place = any(tag in _PLACE_TAGS for _, tag in telling)
    right_before = telling[-1][1] in _NAME_TAGS and kind in {"小学", "中学", "幼儿园"}
    return "".join(word for word, _ in name) if is_place or right_before else ""


def _is_learnt_from(name: str, sentence: str) -> bool:
    before, _, after = sentence.partition(name)
    clause = re.split(r"[，,；。]", before)[-1]
    return bool(_LEARNS.search(clause) or _LEARNT.match(after))


def _is_own(name: str, own: str) -> bool:
    """Whether a name is the unit's own, shortened or with its town's name spelled out, or its town's."""
    if name in own or own in name:
        return True
    place = _KIND_OF_SCHOOL.sub("", _NAME.sub("", own))
    if place and place in name and name.endswith((*_OFFICE, *_BUREAU)):
        return True
    return _in_order(re.sub(r"[镇乡区县市]", "", name), own) or _in_order(own, name)


def _in_order(letters: str, text: str) -> bool:
    """Whether a text contains all the letters in their order."""
    rest = iter(text)
    return all(letter in rest for letter in letters)
