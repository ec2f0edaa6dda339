"""Parts of a wording that may reveal who said it, to be checked before it is handed on. Pure."""

import re
from collections.abc import Iterable

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_COUNT = r"[一二三四五六七八九十\d]{1,3}"
_TELLS = (
    re.compile(r"(?:我|我们|俺)(?:家|孩子|儿子|女儿|孙子|孙女|班|组|科|村|湾|队|两口子|住|是|在|上次|去年|今年|入职)"),
    re.compile(rf"本人|笔者|入职{_COUNT}年"),
    re.compile(
        rf"[一二三四五六1-6]\s*[（(]\s*{_COUNT}\s*[）)]\s*班|[一二三四五六]年级(?:[（(]?\s*{_COUNT}\s*[）)]?\s*班)?"
    ),
    re.compile(rf"[{_SURNAMES}](?:老师|主任|组长|师傅|校医|书记|同学)"),
    re.compile(r"座谈会上|谈心时|谈话时|电话里|信里"),
)


def tells(text: str, known: Iterable[str] = ()) -> list[str]:
    """The parts of a wording that may reveal who said it, in order, each once.

    A speaker's own family, class, grade, post or years; a name with a title; where it was said. known: the activity's
    names of people and kinds of givers, which may not be in it either.
    """
    found = [(match.start(), match[0]) for pattern in _TELLS for match in pattern.finditer(text)]
    found += [(text.find(name), name) for name in known if name and name in text]
    return list(dict.fromkeys(part for _, part in sorted(found)))
