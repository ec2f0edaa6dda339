"""The words by which the truth check identifies what a number in a report counts, and what each means. Pure.

Plain words are in `words.toml`, patterns here.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from board.report.text import numbers, numeral
from board.truth.ledgers import WHEN


@dataclass(frozen=True)
class Thing:
    """Something that reports count: its nouns, its measure words, and its traits, each with the words for it.

    The trait "" is none: its words narrow nothing down for this thing. `soft`: words that may mean a trait or nothing
    (梳理意见 46 条: sorted ones, or all received). `stages`: the traits that a record comes to have in time.
    """

    nouns: str
    measures: tuple[str, ...]
    traits: Mapping[str, str] = field(default_factory=dict)
    soft: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[str, ...] = ()
    needs_trait: bool = False


_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text("utf-8"))


def _thing(words: Mapping[str, str | bool | Mapping[str, str]]) -> Thing:
    lists = {name: tuple(str(words.get(name, "")).split()) for name in ("measures", "stages")}
    return Thing(**{**words, **lists})  # type: ignore[arg-type]


THINGS: Mapping[str, Thing] = {name: _thing(words) for name, words in _WORDS["things"].items()}
# Words for traits that only one thing has, so that its noun may be left out.
IMPLIED = {word: thing for thing, words in _WORDS["implied"].items() for word in words.split()}
# What the activity's own words are called besides.
ALSO: Mapping[str, tuple[str, ...]] = {word: tuple(others.split()) for word, others in _WORDS["also"].items()}
# A rate's word in reports → its name in the product, and the thing it is about.
RATES: Mapping[str, tuple[str, str]] = {
    word: (name, rate["thing"]) for name, rate in _WORDS["rates"].items() for word in rate["words"].split()
}
# Words that narrow nothing down; words that only contain a noun; words for not; words that form no unit's name.
FILLERS, NOT_NOUNS, NEGATIONS, GENERAL = (
    tuple(_WORDS[name].split()) for name in ("fillers", "not_nouns", "negations", "general")
)
# Words that are no adverb but tell parts from the rest in unknown ways, or leave it open which.
NARROWING = re.compile(
    r"[不未没无非难勿又]|[晚迟早]于|另|突出|主要|重点|典型|关键|其[他它余]|有的|有些|部分|某|口头|重复|首批|[一二三]批|各有|每|曾|新|原|再次|不同"
)
# Words made of these signs alone say that something came, was written down or was counted.
TELLING = re.compile(
    r"[收征集听汇拢归揽捧接获得取采列排查摆找记录登统计算累报说谈提讲写下上来出到起成有现共总约近达合加在一了带]+"
)
# Signs of verbs that say what became of something, or which of it is meant; other verbs only tell of it.
NARROWING_VERB = re.compile(
    r"[办解决落处理移交转报批督核退撤驳并选挑认领验审签访延搁留完结销改修换补删舍弃拒缓催停评涉指针含带属关担做干会]"
)
# Words for the future, for what recurs or is wanted, or for another time or place: this activity has no records of it.
_AHEAD = (
    r"将(?![近各全这意征收其\d一二三四五六七八九十百])|拟(?!出(?!台|席)|成(?!立)|好|就|完)|(?<!列入)(?<!按)计划(?![内中])|(?<!多方)争取|力争|力求|确保|预[计期]|打算|准备[在于]|今后|(?:^|(?<=[，,。；从]))以后|以后(?=要|将|的工作)|学期[末底]|[年月]底[之以]?前|[寒暑]假|开学"
    r"|[寒暑]?[假放]假?(?=[前后以])|想(?=[在把将要让使])|下一步|下一?阶段|努力(?:做到|实现|使|让)|争创"
)
_WANTED = (
    r"目标|(?<![主重必简概纪摘扼])要(?![，,、。；]|$|等[^，,]{0,4}条件的|说(?!明)|改(?=[，,]|$)|有[^，,：\d一二两三四五六七八九十]{1,4}(?:[：:，,]|$)|求|点|害|素|数|表(?![彰扬态达示明现])|材料|到期|创造条件|[^，,]{0,3}(?:看到|承认|如实|指出|坦[白率诚]|检讨|强调|肯定|(?:说明|讲|说|报告|提)的?是)|单独说)|的要求|(?<![各这]项)要求(?:在|是|为|达)|须(?!谈)|(?<![回响反相对适照])应(?!邀|声|运|[^，,]{0,3}(?:看到|承认|如实|指出|坦[白率诚]|检讨|强调|肯定|(?:说明|讲|说|报告|提)的?是)|单独说|[当该](?:[^，,]{0,3}(?:看到|承认|如实|指出|坦[白率诚]|检讨|强调|肯定|(?:说明|讲|说|报告|提)的?是)|单独说)|急|用|付|答|谈|互谈|相互谈|彼此谈|[该当]谈|开展谈)|才算|方可|方能|标准|底线|合格线"
    r"|倘|若(?![单只论从就看])"
    r"|(?:盼[着望]?|希望|指望|期望|期盼|巴望|奔着|朝着|瞄准)[^，,。；]{0,18}?(?:提[到高升]|升到|达到?|上到|超?过|降到|压到|做到)"
)
_RECURS = (
    r"明年|来年|下一?学年|新学年|下个?学期|下一?轮|要求[各所每]|下学期|下[月周]|每(?!条意见|一)(?=.*[\d一二两三四五六七八九十])|平均|(?<![一二两三四五六七八九十\d])人均(?![已未无])|不少于|不低于|至少|逐年|长期|定期(?!限)"
    r"|通常|一般[来情]|[拖晚迟早多]一[天日][，,]?就?[拖晚迟早多]一"
)
_BEFORE = (
    r"[去上往历近前]年|上一?年度|上一?学年|上一?届|年[来间以]|上学[期年]|[上第]一?阶段|学习调研(?!、)|调研阶段"
    r"|以往|过去"
)
_COMPARED = (
    r"同期|比上|净[增减]|(?:增加|增长|减少|提高|提升|下降)(?![到至])|[多少]于|百分点|比(?!其[他它余]).{0,8}[多少]"
)
_PLACES = (
    r"全[区市县镇国省]|(?:优质|外地|邻近|附近|同类|别的|某所?|另外?一所)[^，,]{0,8}(?:小学|学校)|(?:\d|[一二两三四五六七八九十几数多])所(?![有长谓属在])|有所(?:小学|学校)|(?<=[镇县区市乡])中学|幼儿园|外[县省市]|邻[校镇乡县区市村]|兄弟学校|其他学校|外校|先进学校"
    r"|[例比譬]如|假如|如果|[写记]作(?=\d)|把[^，,]{1,14}写成|误[写作记]|笔误|[写抄]错|错[写抄]"
    r"|验收人(?:[为是由]|的|来?[看分说])|由[^，,。；]{2,12}验收(?!合格|通过|后)|[A-Z]\d+(?:[里中上]?(?:所|中的)?写)"
    r"|(?:报告稿?|征求意见稿|初稿|文稿|稿子|稿)[里中上]?(?:所|中的)?写(?:的|着|明|作|为)?(?=[^，,。；]{0,14}[\d一二三四五六七八九十]+[项条])"
)
_ELSEWHERE = re.compile("|".join((_AHEAD, _WANTED, _RECURS, _BEFORE, _COMPARED, _PLACES)))
_OF_OTHERS = re.compile("|".join((_BEFORE, _PLACES)))
_NOT_HERE = re.compile("|".join((_AHEAD, _WANTED, _RECURS, _BEFORE, _PLACES)))
# The words for a round (see `vocabulary.framed`) and for the report, left out before a text is understood.
ROUND = re.compile(
    r"第(?P<place>[一二三四五六七八九])(?:轮(?!座谈|会|谈)|次(?=征评|评议|测评|群众评议))|首轮|头一轮|(?P<next>次轮)|(?P<this>[这本此那]一?轮|后一轮|该轮)"
)
REPORT = re.compile(
    r"修改(?=意见|建议)|(?:[两这][稿版]|两个版本|第[一二三四]稿|修改稿|报告稿|报告初稿|初稿|征求意见稿|分析检查报告|报告)(?!环节|阶段)"
)
# What becomes of opinions on the report only.
HANDLED = re.compile(r"[两三]次听取|采纳|吸收|吸纳|照改|照着改|修改")
# A day, some days in a row, a month, and the time since: what is counted then is of that time.
_NUMERAL_OF_DAY = r"(?:\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
TIME = re.compile(
    rf"(?:[从自在于]|进入)?(?P<month>{_NUMERAL_OF_DAY})月(?:份|(?P<day>{_NUMERAL_OF_DAY})[日号]"
    rf"(?:[谈听收做忙持续一直]{{0,2}}[至到—~～-]+(?:(?P<until_month>{_NUMERAL_OF_DAY})月)?(?P<until>{_NUMERAL_OF_DAY})[日号])?)?"
    r"(?:(?P<since>以来|[做算]?起|开始|以后|之后)又?|当天|当日|那天|这天|[这那]?一天|期间)?"
)
# 头三天, 十一月十一、十二日: what is counted then isn't on record by itself.
SOME_DAYS = re.compile(
    r"(?<![月\d])(?:\d{1,2}|[一二三]?十?[一二三四五六七八九十])[日号](?:[这那]?一[天日]|[这那当][天日])|(?:次|当|同|翌)[日天](?=[^，,]*[的\d一二两三四五六七八九十])|隔[一两]?[日天]|最近[一两这]?[周天日]|近[一两几这]?[周天]|新(?:增|收到|来)(?=[^，,]*\d)|第\d+[日天]才|[算截]到[^，,。；]{0,4}[日号]|会后(?=来的|收到)|(?<![往以今])[这前后头那][几两三四五六七八九十\d]+天|月[一二三十\d]+[、和][一二三四五六七八九十\d]+[日号、]"
    r"|(?:[又再][补新]?|补)(?:收|听|征集|来)(?=[^，,]*\d)"
)
# 后来又收到 8 条: of these, which aren't on record by themselves.
LATER = re.compile("[又再新补](?=收|提|来|征|听|补|增)|后来|最近|近[日来]")
# 11 月 11 日开门征求意见以来.
_SINCE_THEN = re.compile(r"[^，,。；\d]{1,12}(?:以来|算起|起算)")
_AROUND = re.compile(
    "[到至](?:今|目前|现在|眼下|这)|相?比|[之以]?[前后]|底|初|末|[上中下]旬|左右|止|晚|[上下]午|的[^，,]{0,12}会"
)
# Words for all and for none of what a clause speaks of, and for negation.
ALL = re.compile(
    r"(?<=[张份条项件个对次位人])全(?=[已签反梳答谈销收交转办送写出来是由]|都)|无一遗漏地|不折不扣地|全(?=是|为|由|靠|在|来自|出自|出于|属|系|投|通过)|悉[予皆]|尽[数皆]|一概|(?:无一|没有哪?一?[条件项个份张])不(?=按|如|得|是|在[动办改]|落[到在实]|转|列|纳|写|接|连|挂|有(?!关)|对[应着上]|反馈|答|回|采|吸|签|送|梳|销)|无一(?:遗漏|例外|漏报|落下|缺漏)|无一(?:遗漏|例外|落下|拖延)地|照单|一[条件项个份张对次位名][也都]?[不未没]有?[剩落漏少拉差]下?|统统|通通|没有一[条件项个](?:遗?漏掉?|落下|例外)"
    r"|已?经?全都|已?经?全部(?:都|得到)?|已?全数|悉数|均已(?:得到|经)?|都已经?(?:得到)?|百分之?百地?|毫无例外|无不"
    r"|(?:对对|条条|件件|项项|个个|人人|份份|次次|场场|张张|句句|事事|每一?[条件项位次份场个对])(?:意见|建议|事项)?(?:都|均|皆|已)*(?:得到)?|逐条|逐点|逐一|逐项|一一(?=[得作答回反给采吸谈])|一律|清一色|所有|各项(?=[^，,。；]{0,10}[都均已全])|(?<![平人不])均(?![等衡匀分])|(?<![大多])都|皆"
)
NONE = re.compile(
    r"没有(?:任何)?一[条件项个份张位名人](?!不[按如得是落转列纳写接连挂有对反答回采吸签送梳销]|遗?漏|例外|落下)|没有任何|无一[条件项个]?(?!不[按如得是落转列纳写接连挂有对反答回采吸签送梳销]|遗漏|例外|漏报|落下|缺漏|拖延地)|没有哪一?(?:[条件项份张]|个(?!项目|指标|方面|分项|评))(?!不[按如得是落转列纳写接连挂有对反答回采吸签送梳销])|[找看]不[到出]一[条件项个份张]|未有一[条件项个]|(?<![有剩差只仅余第这那还])(?<!其中)一[条件项个份]也?都?(?:没有|未(?![剩落漏少拉]))|无任何"
)
_ONE_NOT = re.compile("一[条项件个份]未")
# 没有一项是群众没说话就销号的: says nothing of how many were closed.
WITHOUT = re.compile("[没未不][^，,。；]{1,8}[就便即]")
# What a clause about most or least says of the records that it compares.
MOST = re.compile(
    r"(?:为?最为?(?P<most>多|高|大|重|密|浓|强|勤|忙|频繁|热闹|红火|抢眼|多见|吃重|集中|突出|踊跃|积极|活跃|满|细|好)"
    r"|(?:居|位居|位列|排在?|名列|高居)(?:于|各[^，,]{1,4}|第[一二]轮[^，,]{1,5}|[^，,]{1,4}(?=之首))?(?P<first>首位|第一位?|榜首|之首|首)|比其[他它余][^，,]{0,4}[都更还]?(?P<most_of>多|高)|(?P<top>拔得?头筹|独占鳌头|(?:头一|第一|头)名(?=的?[是为，,。])|高居榜首|之最)"
    r"|(?<=[^，,])(?P<mostly>居多|为多|为主(?!题))|为?最为?(?P<least>少|低|小|薄?弱|差|轻|稀)|(?P<last>垫底|殿后|倒数第一|排在?最后|位居最后|末位|末席|末尾))"
    r"(?:的)?(?:数|要数|当数|一[类项方])?"
)
SPREADING = re.compile(
    r"平均|(?<![一二两三四五六七八九十\d])[人每]均(?![已未无])|至少|不少于|不低于|[多少高低]于|每[^周月年天次]"
)
# Verbs and nouns that tell what is counted where no noun does: 谈得最少, 手里的担子最重.
CUES = {
    "criticism": "批评",
    "talk": "谈(?!到|及|论|会)",
    "opinion": "意见|建议|的话|提到|点到|[提说]得|[提说]的话|反映|来信|投",
    "item": "名下|承办|领办|牵头|承担|分到|领到|领了|担子|任务|事项|整改",
    "ballot": "评议表|收回|交回",
}
# 按照“四对照”的要求, 对照先进学校的经验: nothing is wanted, and nobody else is spoken of.
_ACCORDING = re.compile(
    r"对照(?:先进|优秀)学校(?:的?(?:经验|做法))?|学习调研(?:阶段)?(?:形成|完成|写出|撰写)?的?(?:调研报告|(?:学习)?(?:调研)?成果)|(?:对照|按照|根据|依照|遵照|按|写到)[^，,]{0,14}?的?(?:要求|部署|精神|经验)"
)
_NOT_ALL = re.compile(
    r"(?:没有?|未能?|并非|不是|不可能|难以|不能)(?:做到|实现|达到)?(?:全部|都|所有|均|全|一一|逐|[条件项个人份次]{2})"
)
ABOUT_SO_MANY = re.compile(r"(约|大约|大概|大致|差不多|近|将近|接近|不到|不足|超过了?|突破了?|多达|逾|超)$")
_BEFORE_BASE = re.compile(r"(?:不到|不足|超过|逾(?!期)|接近|将近|近)(?=[^，,]{1,8}的[^，,的]{2,6}$)")
AND_MORE = re.compile(r"^(左右|上下|及?以上|以下|以内|还多|不到)")
_OF_A_SHARE = re.compile(rf"{AND_MORE.pattern}|^(?:略[多少强弱]|出头|挂零|有余)")
_EDGE = re.compile("[，,；（(]")
_NUMERAL, _COMPARED_WITH = (
    re.compile(r"[\d一二三四五六七八九十]"),
    re.compile("[比较]$|[高低多少超][出于过]$|不及$|赶上$"),
)
# 优良率 64.1%，第一轮是 54.4%: the former is of another round.
_HAS_ITS_OWN = re.compile(r"(?:征评|评议|测评)?(?:时|中|的|里)?(?:则|只|仅|还|就|也)?(?:是|为|有|只有|达|：)?\d")
# 有效回答的人数与第一轮一样，也是 165 人: of another round than that.
_AS_IN = re.compile("(?:的[^，,。；]{0,6})?(?:一样|一致|相同|持平|相当|差不多)")
_EVERY_ROUND = frozenset({"第一轮", "第二轮"})
_BOTH_ROUNDS, _ONE_BY_ONE = re.compile(r"两轮(?:征评|评议|测评)?"), re.compile(r"分别|依次|各|每|都|均|由|从|率")


def rounds_of(traits: frozenset[str]) -> frozenset[str]:
    """The rounds among traits."""
    return frozenset(each for each in traits if each.startswith("第") and each.endswith("轮"))


def framed(sentence: str, place: int) -> frozenset[str]:
    """The round that a place in a sentence is about: the last named before it, or the only one.

    None where two are named with no number between them (第一轮、第二轮分别 …).
    """
    named = [
        each
        for each in ROUND.finditer(sentence)
        if not (_COMPARED_WITH.search(sentence[: each.start()]) or _AS_IN.match(sentence[each.end() :]))
    ]
    names = {round_of(match) for match in named}
    before = [match for match in named if match.end() <= place]
    if before and _of_both(sentence[before[-1].end() : place]):
        return _EVERY_ROUND  # 第二轮征得 21 条，两轮建议合计 39 条
    spoken = sentence[:place] if named else f"{sentence[:place]}{_EDGE.split(sentence[place:])[0]}"
    if _BOTH_ROUNDS.search(spoken) and not before and not _ONE_BY_ONE.search(spoken):
        return _EVERY_ROUND  # 两轮共收回 361 份，第二轮比第一轮少 1 份
    is_of_another = named and not before and _EDGE.search(sentence[place : named[0].start()])
    if is_of_another and place and _HAS_ITS_OWN.match(sentence, named[0].end()):
        return frozenset()
    if names == {*list(names)[:1]}:  # one or none
        return frozenset(names) - {""}
    if len(before) > 1 and not _NUMERAL.search(sentence[before[-2].end() : before[-1].start()]):
        return frozenset()
    return frozenset({round_of(before[-1])}) - {""} if before else frozenset()


def _of_both(text: str) -> bool:
    """Whether a text speaks last of both rounds together."""
    both = list(_BOTH_ROUNDS.finditer(text))
    return bool(both) and re.search("合计|共|加起来|合起来|相加|先后|前后|总", text[both[-1].end() :]) is not None


def time_of(text: str) -> str:
    """The time that a text names, as `ledgers.is_within` reads it; "" if it names none, or several."""
    times = list(TIME.finditer(text))
    if (
        len(times) != 1
        or re.search("[到至截前]止?$", text[: times[0].start()])
        or _AROUND.match(text[times[0].end() :])
    ):
        return ""
    month, day, until_month, until = (
        numeral(each) if each else None for each in times[0].group("month", "day", "until_month", "until")
    )
    if times[0]["since"] or _SINCE_THEN.match(text, times[0].end()):
        return f"{WHEN}{month}月{day or 1}日以来"
    return f"{WHEN}{month}月" + (f"{day}日" if day else "") + (f"至{until_month or month}月{until}日" if until else "")


def rounds_in(text: str) -> frozenset[str]:
    """The names of the rounds that a text names."""
    return frozenset(round_of(match) for match in ROUND.finditer(text)) - {""}


def round_of(match: re.Match[str]) -> str:
    """The name of the round that a match of `ROUND` names; "" for 这一轮, which may be any."""
    return "" if match["this"] else f"第{match['place'] or ('二' if match['next'] else '一')}轮"


def lies_elsewhere(text: str) -> bool:
    """Whether a text is about the future, what is wanted, every term, or about another time or place."""
    return bool(_ELSEWHERE.search(_ACCORDING.sub("", text)))


def is_of_others(text: str) -> bool:
    """Whether a text is about another time, or another place: 城东实验小学上学期…."""
    return bool(_OF_OTHERS.search(text))


def is_elsewhere(text: str) -> bool:
    """The same, but for comparisons: 图书室增加开放 is the name of an item."""
    return bool(_NOT_HERE.search(_ACCORDING.sub("", text)))


@lru_cache(maxsize=4_096)
def without_figures(text: str) -> str:
    """A clause without its numbers and words for all, none, most and least."""
    text = _BEFORE_BASE.sub("", plain_words(MOST.sub(" ", text)))
    for number in sorted(numbers(text), key=lambda each: -each.start):
        after = (_OF_A_SHARE if number.kind == "share" else AND_MORE).sub("", text[number.end :])
        text = f"{ABOUT_SO_MANY.sub('', text[: number.start])} {after}"
    return text


def plain_words(text: str) -> str:
    """A text without its words for all and none, and without quotation marks."""
    return re.sub(r"[“”\"「」《》]", "", ALL.sub("已", NONE.sub(" ", text)))


def all_or_none(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """The words of a clause for none (False) and all (True)."""
    if not _NOT_ALL.search(text):
        # 两项没有销号，一项在改，一项未启动: one of them
        none = (match for match in NONE.finditer(text) if match.start() or not _ONE_NOT.fullmatch(match[0]))
        yield from ((match, False) for match in none)
        yield from ((match, True) for match in ALL.finditer(NONE.sub(lambda match: " " * len(match[0]), text)))
