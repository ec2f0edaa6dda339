"""The things that a number in a clause may count: named with it, implied by a trait, or spoken of before. Pure."""

import re
from collections.abc import Sequence

from board.report.text import Number, counts_in
from board.truth.clause import Clause, Context
from board.truth.ledgers import Traits
from board.truth.vocabulary import Meaning, traits_of
from board.truth.words import THINGS

# 从来源看，教职工 26 条、家长 20 条: opinions are distinguished so.
BY_SOURCE = re.compile(
    r"[从按分就以](?:意见|征集|征求|收集|所提|反映)?(?:的)?(?:来源|渠道|途径|提出者|提出人|对象|来路|方面|内容|类别)"
    r"(?:来)?(?:[看分讲说划]|归类|统计|梳理)"
    r"|看(?:的?是)?(?:渠道|来路|来源|方面|谁[在来]?[说提]|[说提]的?什么)(?=[，,]|$)"
)
# Things that traits alone may tell: 反馈了 52 条, 销号两项.
_UNNAMED = ("opinion", "item", "criticism")
_PAIR = "对"
_EVALUATED = re.compile(r"评议|征评|测评|参评|轮")
_OTHER_FORMS = re.compile(r"意见表|问卷|调查|试卷|作业|材料|通知|承诺|提纲|报告|反馈单|[卡信书册》]")
_FORMS = frozenset({"份", "张", "票"})
# 列入台账的 30 项.
_ENTRIES = frozenset({"项", "件"})
_ENTERED = re.compile(r"台账(?:上|里|中|内|所)?(?:列|眼下|挂着?|登记|记载|在册|立项|现|共|一共|总共|有|的|整改)*$")
# 30 项里已销号 6 项: of all of whichever are so many.
_IN_THESE, _SO_MANY_OF = re.compile("[之当]?[中里]"), {"项": ("item", "task"), "条": ("opinion", "criticism")}
_NEAR = 60
# Words of items alone: what has none of them may be of the plan's tasks, too.
ITEM_WORDS = re.compile("整改|事项|台账|销号|验收|立行|限期|创造条件")
# 反映最集中的四件事——…; 会议、作业、校门三件事: of the matters that are listed.
_SO_MANY_THINGS = re.compile(r"\|事(?:各|—|：)|、[^，,]*[、和][^，,]*\|事$")
# 会前有 4 件事没办妥：意见反馈没到底，…; 没办妥的事有 4 件：反馈、谈心…: of what is listed, not of items.
_MATTERS, _ARE_LISTED = (
    frozenset("件桩样"),
    re.compile("[^，,。；：:]*(?:[：:]|——|[，,](?=[一二三四]是|其一|首先|[一头]件))"),
)
_MATTERS_BEFORE = re.compile("(?:的|几样|几件)事(?:情|儿)?(?:一?共|还|就|只|仅|总共)?(?:有|是|计)?$")
# 其余 3 项，分别由德育主任、办公室主任验收; 依据最厚的是后勤维修，三条意见: of what isn't counted by itself.
_VERIFIED, _GROUNDS = (
    re.compile("验收人(?:[为是由]|的)|由[^，,。；]{2,24}验收(?!合格|通过|后)"),
    re.compile("依据(?:最|有|是)"),
)
PEOPLE = frozenset({"人", "名", "位", "人次"})
_HEARD = re.compile("听取了?[^，,。]*意见|就[^，,。]*稿[^，,。]*座谈")
_TALKED_OF = re.compile("反映|提到|说到|点到")
_NONE: Traits = frozenset()
TASKS, FINDINGS = {"item", "task"}, {"problem", "finding"}
_ACCEPTANCE = re.compile("(?:等待?|待|提请|交付|报请|申请)着?验收")
# 7 条虽已梳理，尚待反馈: of those that aren't yet.
_ALTHOUGH = re.compile("(?:意见|建议|事项|问题|任务)?虽")
# 与第一轮相比多了 1 份: by how much, not how many.
_DIFFERENCE = re.compile(r"(?:多|少|增加?|减少?|上升|下降|提高|降低)[了出]{0,2}(?:约|近|将近)?$")
# 教职工 26 条，家长 20 条，教职工多出 6 条.
_SO_MANY_MORE, _COUNTED_TWICE = re.compile("(?<!最)(?:多|少)(?:出|了|出了)$"), ("one", "other")
_OF_TWO = re.compile("[比较]|第[一1]轮.*第[二2]轮|[前后]一?[次轮场者]")
# 62 条集中在工作作风: of all, by what most are.
_MOSTLY = re.compile("(?:条|项|个)?(?:意见|问题|事项)?(?:主要|大多|多半|相对|比较)?(?:集中[在于]|集中反映)")
# W-004 取自 3 条意见; R-014、R-026 两项: of these.
_OF_ONE, _ITEM = re.compile(r"(?<![A-Za-z])[WO]-\d{3}"), re.compile(r"(?<![A-Za-z])R-\d{3}")
_NAMED = re.compile(r"(?<![A-Za-z])[WOR]-\d{3}")
_NOTHING = re.compile("(?:群众|大家|师生)?对?(?:这|上述|其中)?")
_TALKS = re.compile("谈心(?:谈话)?记录[^，,]{0,4}$")
# 其余 8 个问题都有来源.
_LEFT, _SAYS_OF_ALL = re.compile("(?:其余|余下|剩下)的?$"), re.compile("(?:意见|建议|事项|问题|任务)?(?:都|均|全)")
# Suggestions on ballots are counted by round only.
_IN_A_WAY = re.compile("网上|纸质|网络")
# The sheet is of these, not the ledger: 反馈单上列有 5 条意见; 又送出 3 份，列意见 7 条.
ON_SHEET = re.compile(
    r"(?:反馈|签收|通知)单[^。]*(?:[列载写含][有着了明入]*|上[头面]|合计)(?:意见|建议)?$|第[一二三四五六七八九十\d]+[张份][^。；]*(?:[列载写含][有着了明入]*|上[头面])(?:意见|建议)?$"
    r"|[出了发做制][一二三四五六七八九十\d]+[张份][，,](?:上面|共|一共|合计)?[列载][有着了明入]*(?:意见|建议)?$"
)
# 3 项已经办完，正在等待验收: done, and not closed yet.
_DONE = re.compile("[办做改]完")
# 三次听取共收到 8 条: how often something was done.
# 最近一次领导小组会议议定 3 件.
_THAT_ONE = re.compile("最(?:近|后|早|先|新)的?$")
# 再完成 1 项就到一半: still to come.
_ONE_MORE, _TILL = re.compile(r"再[^，,。；\d]{1,5}$"), re.compile("[^，,。；]{0,5}[，,]?(?:就|便|才|即)")
_DONE_TIMES = re.compile("听取|征求|征集|召集|下发|公开|通报|反馈|研究|走访|共?收到|共?提出|下来")
# 连同班子内部应谈 45 对: of more than these.
_BASE_OF_LIST = re.compile("(?:意见|事项|问题|任务)?(?:[之当]?[中里][，,]?|[：:])$")
# 与年级组和教师的 35 对，谈了 33 对: a base for what follows.
_ITS_PARTS = re.compile(
    r"(?:意见|建议|整改事项|事项|问题|任务)?[，,][^，,。；\d一二两三四五六七八九十]{0,4}[\d一二两三四五六七八九十]"
)
# 有 3 个问题各带 2 项.
_OF_EACH = re.compile("[^，,。；]{0,4}各(?!自|[科处位])[^，,。；]{0,3}[\\d一二两三四五六七八九十]")
# 民主生活会开在两次会议中间.
_BETWEEN = re.compile("[^，,。；]{0,4}[中之]间")
_AND_OTHERS = re.compile("(?:连同|包括|加上)[^，,]*在内")
_ALONG = re.compile("连同|加上|包括|算上")
_GRADES = re.compile("[一二三四五六]、[一二三四五六]年级")
# 概括起来有三条：一是…
_LISTED = re.compile(r"[：:，,；;]?(?:一是|其一|首先|第一[，,是])")
# W-004 由 O-020、O-021 两条意见引出; 引用调研成果的 6 条.
_NOT_COUNTED = re.compile(
    r"(?:都|均|全|皆|清一色)(?:是|为|由|来自|出自)[^，,（(]*[（(]$|引用[^，,。]*$|其[他余它]的?(?:[一二三四五六七八九十\d]*[位名个]?)(?:同志|班子成员|成员|领导|人)(?:也|均|都)?各(?:有|为|作了)?$|(?:问题|意见)[^，,。]*(?:对应|[牵带引]出)(?:了|着|的)?(?:整改)?(?:事项)?$|[接连]着$|依据[^，,。]*$|依据最[^。；]*，$|[A-Z]-\d+[^，,。；\d]{0,3}$|收回意见$|意见收回了?$|(?:没有|无)一?[个名位]?人|来谈[过了]?$|[多少][发收谈提听交来办]了?出?$"
)
# A number right before these counts nothing recorded (通过两个渠道, 四个方面的问题).
OTHER_NOUN = re.compile(
    r"的?(渠道|路子|门路|途径|形式|方式|方面|层面|环节|阶段|项目|部门|科室|年级|班|组|学期|星期|月|小时|类|种|地方|准备|程序|要求|条款|决定|决议|议题|经验|做法|教训|成果|材料|文件)"
)
_OTHER_NOUN_BEFORE = re.compile(
    r"(?:渠道|途径|形式|方式)(?:一?共有?|有|计|是)?$|最[多少高低]的一[条项个次份][^，,\d]{0,5}$"
)
_COUNTED = r"[\d一二三四五六七八九十]+[人名位]"
_PEOPLE_EACH = re.compile(rf"(?:到会|参加|出席)(?!.*分别)[^，,]*{_COUNTED}[和、]{_COUNTED}")
# 另外 3 条写成书面: what the others are of, if the number's own words say so.
REST = re.compile(r"(?:其余|另外|另有|剩下|余下)的?(?=[有是为]*$)")
_SOME_MORE = re.compile("[另还也]有$")
# 家长座谈会上，班子里来了 2 人.
_OF_MEMBERS = re.compile("(?:班子|成员|校领导)[^，,。；]{0,8}$")
# 有一对谈过两次, 有一户家长提了 2 条: how many of one that isn't named.
_ONE_OF_THEM = (
    "(?:^|[有，,]|其中|另外)有?[一1某](?:[对户位名份张家](?!一)"
    "|个(?=[^，,。；、]{0,4}(?:人|同志|家长|孩子|学生|老师|班|组)))"
)
_OF_ONE_OF_THEM = re.compile(rf"{_ONE_OF_THEM}(?![也都没未])[^，,。；、\d]{{0,14}}$")
_SPOKEN_OF_ONE = re.compile(rf"{_ONE_OF_THEM}(?![也都没未])[^，,。；、\d]{{2,14}}[，,]$")


def things_of(
    number: Number, meanings: Sequence[Meaning], own: set[str], clause: Clause, context: Context
) -> Sequence[str]:
    """The things that a number may count: named with it, implied by a trait, or spoken of before."""
    fitting = [name for name in THINGS if name in own and (len(own) == 1 or traits_of(meanings, name) is not None)]
    if own == {"problem"} and number.measure == "条" and "提纲" in clause.sentence[: clause.start + number.start]:
        return sorted(FINDINGS)  # 班子成员写了提纲，列出问题 22 条
    if own:
        return ["task"] if own >= TASKS and re.search("环节|阶段", clause.text) else fitting
    return _unnamed(number, meanings, clause, context)


def _unnamed(number: Number, meanings: Sequence[Meaning], clause: Clause, context: Context) -> Sequence[str]:
    """The things that a number may count whose own words name none."""
    implied = {name for meaning in meanings for name in meaning.implied if number.measure in THINGS[name].measures}
    carried = [each.thing for each in (context.whole, context.last) if each and each.number.measure == number.measure]
    scene = {name for meaning in context.scene for name in meaning.nouns if number.measure in THINGS[name].measures}
    topic = [context.topic.thing] if context.topic and number.measure in THINGS[context.topic.thing].measures else []
    entries = ["item"] if is_entry(number, clause) else []
    if topic == ["problem"] and number.measure == "条" and _TALKED_OF.search(clause.sentence):
        return ["opinion", "problem"]  # 反映工作作风问题的最多，计 19 条
    if implied or entries or topic or carried:
        return [*implied, *entries, *topic, *carried][:1]
    if len(scene) == 1:
        return list(scene)
    by_measure = _by_measure(number, clause)
    if not by_measure and not number.start and _IN_THESE.match(clause.text[number.end :]):
        return _SO_MANY_OF.get(number.measure, ())
    return [by_measure] if by_measure else _by_traits(number, meanings, clause, context)


def _by_measure(number: Number, clause: Clause) -> str:
    """The thing that a number counts by its measure and what the sentence is about; "" if these don't tell it."""
    if number.measure == _PAIR:
        return "pair"
    if BY_SOURCE.search(clause.sentence) and number.measure == "条" and not clause.before.last:
        return "opinion"
    # 听取了党员、教职工和家长的意见，共 85 人次
    return "heard" if number.measure in PEOPLE and _HEARD.search(clause.sentence[: clause.start]) else ""


def _by_traits(number: Number, meanings: Sequence[Meaning], clause: Clause, context: Context) -> Sequence[str]:
    """The things that a number may count by the traits that its words, or those of the clause before, name."""
    before = f"{context.earlier[-_NEAR:]}{clause.sentence[: clause.start + number.start]}"
    # 工作作风 3 个 counts problems, if anything: items are counted by 项 and 件.
    counted = [name for name in _UNNAMED if number.measure in THINGS[name].measures and number.measure != "个"]
    counted += ["problem"] if number.measure == "个" and "问题" in before else []
    is_ballot = number.measure in _FORMS and not _OTHER_FORMS.search(clause.sentence)
    of_group = (traits_of(meanings, "ballot") or (_NONE,))[0] - set(THINGS["ballot"].stages)
    is_ballot = is_ballot and (bool(of_group) or bool(_EVALUATED.search(f"{context.earlier}{clause.sentence}")))
    counted += ["ballot"] if is_ballot else []
    staged = [name for name in counted if _is_narrowed(meanings, name, named_only=not context.is_clear)]
    if not staged and not any(traits_of(meanings, name) is None for name in counted):
        staged = [name for name in counted if _is_narrowed(context.words, name, named_only=True)]
    if "任务" in before and "整改" not in before:
        if staged == ["item"]:
            return sorted(TASKS)  # 任务落实到人，由校长牵头的 7 项
        if not staged and _is_narrowed(meanings, "task", named_only=False) and number.measure == "项":
            return ["task"]  # 排出任务 18 项。截至 12 月 1 日，已完成 8 项
    is_form = number.measure in THINGS["ballot"].measures and bool(clause.framed(number.start))
    return staged or (["ballot"] if is_form else [])


def listed_after(number: Number, text: str) -> set[str]:
    """The things that a number may count which a list goes on from: 牵出的 11 项里，已销号 2 项."""
    is_base = _BASE_OF_LIST.match(text, number.end)
    return {name for name, thing in THINGS.items() if is_base and number.measure in thing.measures}


def parts_after(number: Number, clause: Clause) -> set[str]:
    """The things that a number may count of which others follow it as parts: 某某验收的 5 项，3 项已销号."""
    is_base = clause.text[: number.start].endswith("的")
    is_base = is_base and _ITS_PARTS.match(clause.sentence, clause.start + number.end) is not None
    return {name for name, thing in THINGS.items() if is_base and number.measure in thing.measures}


def is_entry(number: Number, clause: Clause) -> bool:
    """Whether a number is of the entries of the ledger of items: 列入台账的 30 项."""
    return number.measure in _ENTRIES and _ENTERED.search(clause.text[: number.start]) is not None


def _is_narrowed(meanings: Sequence[Meaning], thing: str, *, named_only: bool) -> bool:
    """Whether words name traits of a thing, and nothing that isn't of it: 反馈了 52 条, 网络和电话合计来了 11 条."""
    traits = traits_of(meanings, thing)
    if traits is None:
        return False
    return bool(traits[0] - set(THINGS[thing].stages) if named_only else traits[0] | traits[1])


def _is_of_records(number: Number, clause: Clause) -> bool:
    """Whether a number is of records that are named, or that are not counted by themselves: W-004 取自 3 条意见."""
    before, after = clause.text[: number.start], clause.text[number.end :]
    spoken = clause.sentence[: clause.start + number.start]
    if (
        _OF_ONE.search(spoken)
        or len(set(_ITEM.findall(spoken))) > 1
        or (number.measure == "条" and _TALKS.search(before))
    ):
        return True
    if _NAMED.search(f"{clause.before.earlier[-_NEAR:]}") and _NOTHING.fullmatch(_LEFT.sub("", before)):
        return True
    is_of_others = _LEFT.search(before) and _SAYS_OF_ALL.match(after)
    return bool(is_of_others or (number.measure == "条" and "轮" in spoken and _IN_A_WAY.search(f"{before}{after}")))


def _is_of_one(number: Number, before: str, clause: Clause) -> bool:
    """Whether a number is of one pair, form or person that isn't named, or of members at a meeting with others."""
    is_with_others = "座谈" in clause.sentence and "民主生活会" not in clause.sentence
    if number.measure in PEOPLE and is_with_others and _OF_MEMBERS.search(before):
        return True
    one = _SPOKEN_OF_ONE.search(clause.sentence[: clause.start]) if not before.startswith("其中") else None
    is_of_one = _OF_ONE_OF_THEM.search(before) or (one and not any(each.value > 1 for each in counts_in(one[0])))
    return number.value > 1 and bool(is_of_one)


def _is_of_matters(number: Number, before: str, clause: Clause) -> bool:
    """Whether a number is of matters that its sentence goes on to list."""
    rest = clause.sentence[clause.start + number.end :]
    is_named = rest.startswith("事") or _MATTERS_BEFORE.search(before)
    return number.measure in _MATTERS and bool(is_named and _ARE_LISTED.match(rest))


def counts_others(number: Number, clause: Clause) -> bool:
    """Whether a number is of something not on record, a difference, or of the points that follow it."""
    text, spoken = clause.text, clause.sentence[: clause.start + number.start]
    before, after = text[: number.start], text[number.end :]
    is_of_some = _SOME_MORE.search(before) and text.endswith("的")  # 另有 3 项没有销号的，群众不满意
    is_of_some = is_of_some or _is_of_one(number, before, clause) or _is_of_matters(number, before, clause)
    is_of_some = is_of_some or (before.endswith(("有", "其中", "另外")) and _OF_EACH.match(after) is not None)
    if _MOSTLY.match(after) or is_of_some or (_DONE.search(text) and _ACCEPTANCE.search(clause.sentence, clause.start)):
        return True
    of_times = number.measure in {"次", "场"} and (_DONE_TIMES.match(after) or _BETWEEN.match(after))
    of_times = of_times or (number.value == 1 and _THAT_ONE.search(before))
    of_times = of_times or (_ONE_MORE.search(before) and _TILL.match(after))
    if of_times or _LISTED.match(clause.sentence[clause.start + number.end :]) or _ALTHOUGH.match(after):
        return True
    if number.measure == _PAIR and (REST.search(before) or _ALONG.search(before) or _GRADES.search(spoken)):
        return True  # of those that didn't talk yet, or of more than these
    if _GROUNDS.search(spoken) or (number.measure in _ENTRIES and _VERIFIED.search(clause.sentence)):
        return True
    is_on_sheet = number.measure == "条" and ON_SHEET.search(f"{clause.before.earlier[-_NEAR:]}{spoken}")
    is_of_each = _PEOPLE_EACH.search(text)  # 到会人数为 22 人和 27 人
    if is_of_each or is_on_sheet or _SO_MANY_THINGS.search(f"{before}|{after}") or _is_of_records(number, clause):
        return True
    is_difference = (_DIFFERENCE.search(before) and _OF_TWO.search(spoken)) or before.endswith("相差")
    is_more = _SO_MANY_MORE.search(before) and len(counts_in(spoken)) >= len(_COUNTED_TWICE)
    patterns = (_AND_OTHERS, _NOT_COUNTED, _OTHER_NOUN_BEFORE)
    return bool(is_difference or is_more or OTHER_NOUN.match(after) or any(each.search(before) for each in patterns))
