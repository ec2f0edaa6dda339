"""Compares how far a sentence says that the report has come with its versions: how many, and whether it is final. Pure.

报告几经修改，现在已是第四稿; 分析检查报告已由班子审定，形成定稿.
"""

import re
from collections.abc import Iterator

from board.report.text import clauses, numeral
from board.truth.facts import Compared, Facts
from board.truth.ledgers import Fact
from board.truth.words import lies_elsewhere

_OF_REPORT = re.compile("报告|稿")
_NTH = re.compile(r"(?:已经?|现在|目前|如今)[^，,。；]{0,8}?第(?P<nth>\d|[一二三四五六七八九])[稿版]")
_FINAL = "定稿"
# 已由班子审定; 已经形成定稿.
_APPROVED = re.compile(
    r"(?:已经?|业已|均已)(?:于|在|由|经|正式)?[^，,。；]{0,16}?(?:审定|审议通过|通过|形成定稿|定稿)(?!前|后|之前|以前|会)"
)
_NOT_YET = re.compile("尚未|还没|没有|未|将|拟|待|等|计划|准备|修改意见|初稿已|方案|征求意见稿已|情况通报|民主生活会")


def drafts(sentence: str, facts: Facts) -> Iterator[Compared]:
    """Yields which draft a sentence says the report has come to, and that it was approved, where none is final."""
    if not _OF_REPORT.search(sentence) or lies_elsewhere(sentence):
        return
    nth = _NTH.search(sentence)
    if nth:
        number = numeral(nth["nth"]) or 0
        records = facts.counted("version", [frozenset()])
        yield from (Compared("figure", nth[0], records[:1], number <= each.value) for each in records[:1])
    versions = [each.about for each in facts.happenings if each.kind == "成稿"]
    for start, end in clauses(sentence):
        match = _APPROVED.search(sentence, start, end)
        spoken = sentence[:end] if match else ""
        if match and versions and _FINAL not in versions and "报告" in spoken and not _NOT_YET.search(spoken):
            label = f"报告的版本是{'、'.join(versions)}，定稿的版本数是"
            yield Compared("figure", match[0], [Fact("version", frozenset(), 0, label, ("report", {}))], agrees=False)
