"""The words that tell, among any others, what a text speaks of: a thing's sides, and its stages. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence

from board.truth.facts import Facts
from board.truth.vocabulary import named_in
from board.truth.words import ALSO, REPORT

# What parts a sentence: more of it than its clauses' signs.
PART = re.compile("[，,。；：:！？（()）]")
# More names, among any words, of the activity's own: of whom opinions came from, and how.
_CALLED: Mapping[str, Mapping[str, str]] = {
    "opinion": {
        **dict.fromkeys(("居民", "街坊", "邻居", "住户", "村民", "乡亲"), "普通群众"),
        **dict.fromkeys(("教师", "老师", "职工"), "教职工"),
        **dict.fromkeys(("孩子", "娃娃", "同学"), "学生"),
        **dict.fromkeys(("学生家长", "学生的家长", "孩子家长", "孩子的家长"), "家长"),
        **dict.fromkeys(("打电话", "来电", "打进来", "打来"), "电话"),
        **dict.fromkeys(("网上", "线上", "留言"), "网络"),
        **dict.fromkeys(("箱子", "信箱"), "意见箱"),
        **dict.fromkeys(("座谈",), "座谈会"),
        **dict.fromkeys(("写成", "写来", "信函", "纸上", "来信"), "书面"),
    },
    "criticism": dict.fromkeys(("互相提", "相互提", "彼此提", "互相批评", "彼此批评"), "相互批评"),
    "item": {"创造条件": "创造条件整改", "立改": "立行立改", "限期": "限期整改"},
}
# Whom an opinion, a problem or a feedback sheet is about.
_OF_WHOM_THINGS = {"opinion", "problem", "sheet"}
_OF_WHOM: Mapping[str, str] = {
    **dict.fromkeys(("班子", "班子集体", "班子整体", "领导集体", "集体"), "领导班子"),
    **dict.fromkeys(("个人", "成员", "成员个人", "班子成员", "班子成员个人", "领导个人"), "领导个人"),
    **dict.fromkeys(("点到了人", "点到人", "点了名", "点名的", "有名有姓", "具体到人", "落到人头"), "领导个人"),
}
# What a text says in many ways of a thing's stage: thing → stage → how.
STAGES: Mapping[str, Mapping[str, str]] = {
    "item": {
        "销号": r"(?<![没未待能不])(?<!没有)(?:销[了掉过]*的?号|销[掉去]|办结|划掉|勾掉|结了?案)",
        "没有启动": r"(?:还没|尚未|没有?|未)(?:有|曾)?(?:启动|动工|动手|开工|着手|动起来|动静)|没有?动的"
        "|[停留][在留于]+纸[面上]|躺在纸[面上]|原地(?:不动|未动|没动)|按兵不动",
        "待验收": r"[待等]着?验收",
        "整改中": r"(?<!不)(?<!没)在(?:整改|改)(?!进|变|造|革|善|编)|整改中|(?:还|正|仍)在办",
        "逾期": r"逾期|超期|(?<!改)过了?(?:期|日子|期限)",
        "解释": r"(?:作|做|进行|给|讲)[出过了]*(?:解释|说明)|解释(?:清楚|到位|过)"
        "|说明(?:缘由|原因|情况)|讲清(?:缘由|原因)",
        "不满意": r"不(?:大|太|够)?满意",
        "满意": r"(?<![不本])满意(?!度|率)",
        "按期完成": r"(?:按期|按时|如期)(?:完成|办[完结妥]|销了?号|的$)",
        "基本满意": "基本满意",
    },
    "task": {
        "完成": r"(?<![没未待能不])(?<!没有)(?:销[了掉过]*的?号|办结|划掉|勾掉|完成|[做办干忙]完|收尾)",
        "逾期": r"逾期|超期|(?<!改)过了?(?:期|日子|期限)",
        "没有启动": r"(?:还没|尚未|没有?|未)(?:有|曾)?(?:启动|动工|动手|开工|着手|动起来|动静)|没有?动的",
    },
    "problem": {
        "当前能解决": r"(?<!不)(?<!不能)(?<!无法)(?<!没法)(?<!难以)"
        r"(?:眼[前下]|当[前即下场]|马上|立[刻即]|现在|随手|即刻)[就便可以都]*能?够?"
        r"[^，,。；]{0,4}(?:解决|动手|办|改)",
        "查到来源": r"(?<![没未无])(?<!没有)[查找说]得?[出到]了?来源",
        "转整改": r"(?<![没未无待])(?<!没有)(?:接|落|转|对|挂)[上到入成为应]+了?整改(?:事项)?",
    },
    "pair": {
        "谈过": r"(?<![没未待应该要需])(?<!没有)(?<!尚未)(?:已经?)?谈[成过完妥]了?",
        "没有谈过": r"(?:没有?|未|尚未|还没)谈[成过完妥到]?",
    },
    "sheet": {
        "签收": r"(?<![没未待无])(?<!没有)(?<!有人)(?:有人)?签(?:收(?!单|人)|[了过]?字)",
        "没有签收": r"(?:[待等]着?|没有?|未|尚未|还没)(?:有人|予|得到)?签(?:收|字)",
    },
    "opinion": {
        "没有已梳理": r"(?:[待等]着?|没有?|未|尚未|还没)(?:得到|经过|来得及)?梳理",
        "没有已反馈": r"(?:[待等]着?|没有?|未|尚未|还没)(?:得到|予)?反馈",
        "没有已答复": r"(?:[待等]着?|没有?|未|尚未|还没)(?:得到|予|作|给)*(?:答复|回应|回音)",
        "无下文": r"没有?(?:着落|下文)|无下文|落空|悬着|搁着|石沉大海",
        "不采纳": r"(?:不|未|没有?)(?:予|被|得到)?采纳",
    },
}
# Stages that alone tell what a part is of: 反馈了的不足七成.
_ALONE_TOO: Mapping[str, Mapping[str, str]] = {
    "opinion": {
        "已反馈": r"(?<![没未待无能])(?<!没有)(?<!尚未)(?:已经?)?反馈(?!单|[的意]|会|率|表|情)(?=了|的|给|到)",
    },
}
_HALF = 2
# 指向校长的 5 条: at whom criticism is, not who said it.
AT_WHOM = re.compile(
    "指向|冲着|提给|点到|针对|挨|落在|受到?(?!启发)|收到|(?<!应)对(?!照|待|检|别人|他人|其[他余它]|同[事志])"
)
# Words without which a text isn't about the thing, and the measure by which reports count it.
ABOUT: Mapping[str, tuple[str, str]] = {
    "opinion": (
        "条",
        "意见|建议|面挨[的到了]*批评|分清方面|提[了的出过到]|说[的了出过]|反映|渠道|采纳|最(?:在意|关心|挂心|不满)",
    ),
    "criticism": (
        "条",
        "批评|(?:相互|互相|彼此)提|(?<!座谈)会上|民主生活会|给(?:别人|他人|其[他余它]|对方|[^，,。；给]{0,5}(?:(?<!家)长|书记|主任))",
    ),
    "finding": ("条", "提纲|对照"),
    "item": ("项件桩", "整改|台账|事项|销号|逾期|满意的"),
    "problem": ("个", "问题"),
    "task": ("项件桩", "任务"),
}


def sides_named(text: str, thing: str, facts: Facts) -> Iterator[tuple[Sequence[str], str]]:
    """The sides of a thing of which a text names words, each with the word, each word once."""
    named: dict[str, Sequence[str]] = {}
    aspects = {*facts.groups.get("aspect", ())}
    for side in facts.sides_of(thing):
        called = facts.words.get(thing, {}) if thing == "finding" else _CALLED.get(thing, {})
        called = {**called, **_short(side)} if aspects and aspects == {*side} else called
        for word in named_in(text, side, called):
            if not REPORT.fullmatch(word):  # 报告初稿听取意见 8 条: not those of a theme
                named.setdefault(word, side)
    yield from ((side, word) for word, side in named.items())


def _short(side: Sequence[str]) -> Mapping[str, str]:
    """The aspects by halves of their names: 作风方面 is 工作作风."""
    return {
        f"{half}方面": each
        for each in side
        for half in (each[:_HALF], each[_HALF:])
        if len(each) == 2 * _HALF and half != "工作"
    }


def stages_named(text: str, thing: str) -> Iterator[tuple[str, int]]:
    """The stages of a thing that a text names, each with the end of its words."""
    for stage, way in STAGES.get(thing, {}).items():
        yield from ((stage, match.end()) for match in re.finditer(way, text))


def named_of(text: str, thing: str, facts: Facts) -> Iterator[tuple[Sequence[str], str]]:
    """The same as `sides_named`, with the leading group and its members: 算班子集体的, 点到成员个人的."""
    named = {word: side for side, word in sides_named(text, thing, facts)}
    for side in facts.sides_of(thing) if thing in _OF_WHOM_THINGS else ():
        if {*_OF_WHOM.values()} <= {*side}:
            named |= dict.fromkeys(named_in(text, side, _OF_WHOM), side)
    yield from ((side, word) for word, side in named.items())


def only_named(text: str, thing: str, beside: re.Pattern[str], facts: Facts) -> str | None:
    """The one word of a thing's sides, or its one stage, that a text names beside words that tell nothing more."""
    named = dict.fromkeys(word for _, word in named_of(text, thing, facts))
    known = {**STAGES.get(thing, {}), **_ALONE_TOO.get(thing, {})}
    stages = dict.fromkeys(stage for stage, way in known.items() if re.search(way, text))
    if len(named) + len(stages) != 1:
        return None
    called = {**_CALLED.get(thing, {}), **(facts.words.get(thing, {}) if thing == "finding" else {}), **_OF_WHOM}
    called |= _short([*facts.groups.get("aspect", ())])
    names = {
        name for one in named for name in (one, *ALSO.get(one, ()), *(name for name in called if called[name] == one))
    }
    ways = [*(known[each] for each in stages), *map(re.escape, sorted(names, key=len, reverse=True))]
    rest = re.split("|".join(ways), text)
    return next(iter((*named, *stages))) if all(beside.fullmatch(each or "") for each in rest) else None
