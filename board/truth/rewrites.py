"""Many ways to say one thing, and the one that is kept, before a text's words are understood. Pure.

{成员}, {牵头人}: the activity's own names.
"""

import re
from collections.abc import Sequence
from functools import partial

from board.report.text import numeral

# （评的是报告初稿，还没有结束）: said by the way, without figures.
# （11 月 24 日为 54 条）: said of another day.
_ASIDE_OF_A_DAY = re.compile(r"[（(](?=[^（）()]*月[^（）()]*日)[^（）()]*[）)]")
_ASIDE = re.compile(r"[（(][^（）()\d%一二两三四五六七八九十百]*[）)]")
# 均已在 11 月底前销号: that all did, also says that all have by now.
_BY_THEN = re.compile(
    r"(?<=[已都均全数])(?:在|于|赶在)?(?:\d{1,2}|[一二三四五六七八九十]+)月[底末][之以]?前(?=[^，,。\d一二两三四五六七八九十]*(?:[，,。；！]|$))"
)
# 26 笔, 前后五通; 问题 22 处: other measures of opinions, and of what outlines found.
_OTHER_MEASURES = (
    ("意见", re.compile(r"(?<=[\d一二三四五六七八九十])笔(?=[，,。；、的里中当]|$)")),
    ("电话", re.compile(r"(?<=[\d一二三四五六七八九十])通(?=[，,。；、的里中当]|$)")),
    ("提纲", re.compile(r"(?<=[题病距][\d一二三四五六七八九十])处(?=[，,。；、的里中当]|$)")),
    ("提纲", re.compile(r"(?<=[题病距]\d\d)处(?=[，,。；、的里中当]|$)")),
)
# 第 1 轮, 2 轮建议合计.
_ROUND_IN_DIGITS = re.compile(r"(?<=第)[1-9](?=[轮])")
_BOTH_IN_DIGITS = re.compile(r"(?<![\d第.])2(?=轮)")
_NUMERALS = str.maketrans("123456789", "一二三四五六七八九")
# 既未转入整改，也未予答复.
_NEITHER = re.compile(r"(既(?:未|没有?|不)[^，,。]{2,10})[，,]([也又]?(?:未|没有?|不))")
# 8 项，无一逾期、全部完成: two things said of these.
_AND_ALL = re.compile(
    r"((?:无一|没有一[条项件个份张])[^，,、。；]{2,6})、(?=已?经?(?:全部|[都均皆]|件件|项项|条条|个个))"
)
# 反映最集中的，正是工作作风.
_MOST_IS = re.compile(r"(?<=[多高少低中出]的)[，,](?=(?:正|就)?是|当属|要数)")
_LEADS = r"(?:负责|牵头|承担|承办|主办|主抓|主管|领办|承揽|认领|领受|揽下|包干|挂帅|名下|手里|手上|所?分管|领衔|担纲)"
REWRITES = (
    (r"问题清单(?=\|)", "问题"),
    (r"批评(?:意见)?(?:连同|加上|以及|和|与|及|、)(?:自我|相互|互相)批评(?:意见)?", "批评意见"),
    (r"(?:评价|打分|评得|分数)(?:都|也|并)?(?:不高|不低|较低|偏低|较高|很高)", " "),
    (r"对(?:领导班子|班子|学习|调研|的|\s)+的?(?=总体评价|优良率)", " "),
    (r"(?<=是|为|自)(?:一线)?(?:教师|老师)(?=[的提反说写投]|[，,。；]|$)", "教职工"),
    (r"(?:(?<=[、，,。；|\s])|^)限期(?=的|整?改?\s|\||$)(?!整改)", "限期整改"),
    (r"本子(?:里|上)", "登记"),
    (r"({成员})(?:自己|本人)(?=牵头|负责|承担|承办|领办|主抓|名下|手[里上])", r"\1"),
    (r"(?<=[\s|，,。里中上])(网上|线上|纸质|纸面)(?:参评|填报|填写|填表|评议|作答|填|评|打分)的人?", r"\1 "),
    (r"填(网上|纸质|纸面)[的评议]*[表票]的?人?", r"\1 "),
    (r"({成员})(?:一个|\s+)人(?:就|便|独[自占])?(?=[共有占为\s|]|$)", r"\1"),
    (r"(?:尚|还|正|仍)(?:处)?在(梳理|反馈|答复)(?:之中|当中|中)?(?=[，,。；\s|的]|$)", r"没有\1"),
    (r"(?:从|换)[一另]?个?角度(?:来|去)?[看说](?:分布)?", " "),
    (r"照全[校部]来?[算看说]|(?:总的|总体|整体|全校)来?算", " "),
    (r"[、和与及](?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})?\s*[日号]", " "),
    (
        r"(?:经过?|通过)(?:了|严格|逐项|复核|组织)?验收(?:合格|通过|认可)?(?:后|并|而|且|以后)?(?=[^，,。]*(?:销号|办结))",
        " ",
    ),
    (r"有效(?=回答|作答|选项|答案|选择)", "某"),
    (r"另有(?=废票|作废)", "有"),
    (r"登记有效的?|有效(?=登记|记录)", " "),
    (r"(查[摆找]|整理|梳理|归纳)出?了?的?突出问题", r"\1问题"),
    (r"(?:分到|摊到|派到)({牵头人})(?:的)?", r"\1牵头"),
    (r"({牵头人})[只仅]?(?:分到|摊到|领到)", r"\1牵头"),
    (r"([一二三四五六])、([一二三四五六])年级", r"\1年级、\2年级"),
    (r"(?:评议|征评|测评)表[上里中](?=写|留|提|填)", " "),
    (r"基本满意(?:及其?|或)?以上", "某"),
    (r"梳理(?:归类|汇总)?工作([^，,。]{{0,8}}?)(?:做完|完成|结束|收尾)", r"意见\1梳理完毕"),
    (r"[分按](?:领导)?班子(?:集体)?[和与、](?:领导|成员|班子成员)?个人\s*[两二]?\s*类", " "),
    (r"(?:(?:当面|面对面|直接)[向对跟给着]*|[向跟])(?:领导)?班子(?=讲|说|提|反映|谈)|当着(?:领导)?班子的?面", " "),
    (r"[向对给](?:各位|各)?(?:领导)?班子成员(?:当面|直接|面对面)?(?=提|反映|说)", " "),
    (r"反馈[到给至](?:领导)?班子[和及与、](?:领导|有关|班子)*(?:成员)?(?:个人|本人|成员)", "已反馈"),
    (r"[向对给](?:领导)?班子[和及与、](?:领导|成员|有关|班子成员)*(?:个人|本人|同志|成员)(?=反馈|作了反馈)", "已"),
    (r"(?:这|前后)?半个多?月(?:以来|下?来|里|内|间)?", " "),
    (r"(?:到|至)?\s*[底末](?=已|[，,]|$)", " "),
    (r"(?:逾期|超期|过期|拖期|误期|超时|延期)(?:以?后|才|方才)?(?=销号|办结|完成)", "超期"),
    (
        r"(?:按期|按时|如期|准时|在?(?:规定|原定)?的?[时期]限[之以]?内)(?:办[成妥好完]|做[完好成]|交了?[账差])",
        "按期完成",
    ),
    (r"(?:落在|记在|指向|挂在)({成员})(?:头上|身上|账上)", r"对\1 "),
    (
        r"向(?:有关|相关|全体)?(?:师生|教职工|教师|家长|群众|当事人|代表)(?:[或和、及与](?:师生|教职工|教师|家长|群众|代表))*(?=作|说明|解释)",
        " ",
    ),
    (r"\|整改中(?=[，,。；\s]|$)", "|整改事项"),
    (r"(座谈会[^，,|]{{0,6}})\|参加", r"\1|到会"),
    (r"会上和书面|书面和会上", "书面"),
    (r"(?:承办|责任)(?:部门|科室|处室)(?:是|为)({牵头人})的", r"\1牵头"),
    (r"压在({牵头人})(?:一家|一个人|一人)?\s*(?:头上|身上|肩上|名下)", r"由\1牵头"),
    (r"\|(?:反映|话)(?=[，,。；\s]|$)", "|意见"),
    (r"\|整改(?=[，,。；\s]|$)", "|整改事项"),
    (r"(?<![参征测])评(?:为|成|作|了)?(?=基本满意|不满意|满意)", " "),
    (r"(?:{牵头人}|校?办公室)(?:先后|及时)?(?=\s*(?:印发|下发|发出|制发|汇总|开[具出]))", " "),
    (r"({牵头人})(?:同志)?(?:一人)?(?:担|扛|领|捏|揽|挑|背)[着了]?(?=[共有整\s|]|$)", r"\1牵头"),
    (
        r"(?:逾期|超期|误期|过期)(?:了)?(?:[以之]?后)?[又才都均已]*(?:作|做|补|给|有|写|交|讲|说)(?:了|过|上|出|明|清)*(?:书面)?(?:的)?"
        r"(?:说明|交代|缘由|原因|理由)",
        "逾期说明",
    ),
    (r"等着?(?=反馈|验收|答复|梳理)", "待"),
    (r"(?<!每)(?:[挂列纳转记写收接][入进到上]|对应?[上到得]+)了?(?:整改)?(?:台账|事项)上?(?!的|整改)", "转整改"),
    (r"(?:往后|今后|未来)?(?:一周|七天|\s*天)(?:以|之)?内(?:将|要|就要)?到期", "临期"),
    (r"仅?次于(?:{成员}|[^，,。\d]{{2,5}})", " "),
    (r"(?:并入|合并到|归并到)了?(?:相近的?)?主意见", "合并"),
    (r"自己[揭批](?:评)?自己的?(?:短处?|毛病|不足|问题)?", "自我批评"),
    (r"落[到在]了?整改事项[上里中]?(?!的?(?:办理|进展))", "转整改"),
    (r"[转列纳归变升立][化变换]?[为入成作到进了]+了?整改(?:事项|任务|项目|台账|清单)?", "转整改"),
    (r"(?:(?<![交送发])[对向给])?(?:领导)?班子(?:集体)?[和及与](?:领导|成员)?(?:个人|本人)", " "),
    (r"(?:剔除|扣除|除去|去掉|减去|剔去)了?\s*[张份]?(?:废票|无效票)\s*[张份]?(?:[以之]?后)?", " "),
    (r"[列纳转][入进]台账整改", "转整改"),
    (r"(?:(?:(?:领导)?班子)?成员|(?:领导)?班子同志)(?:个人|本人|自己)", "领导个人"),
    (
        r"(?<!反馈)(?<!答复)(?:指名|点名|直接|专门|单独)?(?:给|对着?|向|针对|关于|涉及|指向|冲着|写给|提给|点到)了?"
        r"({成员}|领导个人|领导班子|班子)(?!成员)(?:同志|个人|本人|集体|自身|自己)*(?:提出?)?",
        r"对\1 ",
    ),
    (
        rf"({{牵头人}})(?=(?:[、和与及](?:{{牵头人}}))+(?:[^，,、]{{{{0,4}}}}(?:部门|处室|科室|领导))?(?:同志)?的?各?{_LEADS})",
        r"\1牵头",
    ),
    (rf"({{牵头人}})(?:同志)?(?:一人|亲自|个人|各|\s*(?:科室|部门|处室|家))?[就的]?{_LEADS}", r"\1牵头"),
)


def plain(sentence: str) -> str:
    """A sentence without what is said by the way, and with what is said in two clauses in one; places unchanged."""
    for about, measure in _OTHER_MEASURES:
        sentence = measure.sub("条", sentence) if about in sentence else sentence
    sentence = _ROUND_IN_DIGITS.sub(lambda match: match[0].translate(_NUMERALS), sentence)
    sentence = _BOTH_IN_DIGITS.sub("两", sentence)
    text = _ASIDE_OF_A_DAY.sub(lambda match: f"，{match[0][1:-1]}，", sentence)
    text = _ASIDE.sub(lambda match: " " * len(match[0]), text)
    text = _BY_THEN.sub(lambda match: " " * len(match[0]), text)
    text = _AND_ALL.sub(r"\1，", _NEITHER.sub(r"\1、\2", text))
    return _MOST_IS.sub("、", text)


def as_written(mark: str, text: str, sentence: str) -> str:
    """The words of a sentence that were read as a mark, places unchanged: 22 处, where 22 条 was read."""
    place = -1 if mark in sentence or len(text) != len(sentence) else text.find(mark)
    return mark if place < 0 else sentence[place : place + len(mark)]


def spelled_out(text: str, names: Sequence[str]) -> str:
    """A text in which each of several posts stands in full: 教学、德育两位副校长 are 教学副校长、德育副校长."""
    if not re.search("[、和与位]", text):
        return text
    for end in dict.fromkeys(name[place:] for name in names for place in range(1, len(name))):
        stems = [name.removesuffix(end) for name in names if name.endswith(end) and name != end]
        if len(stems) > 1 and len(end) > 1:
            stem = "|".join(map(re.escape, sorted(stems, key=len, reverse=True)))
            several = rf"(?P<listed>(?:{stem})(?:[、和与](?:{stem}))+)(?:[两二三四]位)?{re.escape(end)}"
            text = re.sub(several, partial(_in_full, stem=stem, end=end), text)
            text = re.sub(rf"(?P<count>[二两三四五六])位{re.escape(end)}", partial(_all_of, stems=stems, end=end), text)
    return text


def _all_of(match: re.Match[str], stems: Sequence[str], end: str) -> str:
    """三位副校长, where there are three and none is named before it."""
    is_named = re.search("[、和与][^，,。；、]{1,6}$", match.string[: match.start()])
    return (
        match[0] if is_named or numeral(match["count"]) != len(stems) else "、".join(f"{each}{end}" for each in stems)
    )


def _in_full(match: re.Match[str], stem: str, end: str) -> str:
    return re.sub(stem, lambda each: f"{each[0]}{end}", match["listed"])
