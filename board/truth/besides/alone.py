"""Reads a share that stands alone for a part, without a word that says that it makes it. Pure."""

import re
from dataclasses import replace

from board.report.text import Number
from board.truth.parts import bounded
from board.truth.words import ABOUT_SO_MANY

# 还在改的不足三成; 近六成对照的是教师期待.
_THOSE_WHO = re.compile(
    "的(?:意见|事项|问题|任务|批评)?(?:已经?|还|就|也|只|仅|才|便|竟|刚|刚好|正好|恰好|恰|约|大约)*$"
)
_PRECISELY = re.compile("(?:刚好|正好|恰好)(?:占了?|是|有|为|达)?$")
_IS_BASE = re.compile("(?:正好|刚好|约|就|也|还)*(?:是|占|相当于|等于|合)")
_NO_MORE = re.compile("(?:以上|左右|多|强|弱|出头)?")
_ARE_WHO = re.compile(
    "(?:以上|左右|多|强|弱|出头)?(?:的(?:意见|事项|问题|任务|批评)?)?"
    "(?:都|也|还|已|正|就)?(?:是|为|属|来自|出自|由|靠|投|对照|针对|指向|[提说讲写]的是|在)"
)
_NOT_FIRST = re.compile("其中|内中|里头|这里[头面]|有|约|近|将近|接近|不到|不足|超过|仅|只|已|竟|就|便")


def as_stated(share: Number, text: str) -> Number:
    """A share with the bound that stands before its base, or none where it is precise: 刚好五分之一."""
    is_precise = share.bound == "loose" and _PRECISELY.search(text[: share.start]) and "成" not in text[share.start :]
    return replace(share, bound="exact") if is_precise else bounded(share, text[: share.start])


def is_bare(text: str, number: Number) -> bool:
    """Whether a share stands alone for a part: 还在改的不足三成; 近六成对照的是教师期待."""
    before, after = ABOUT_SO_MANY.sub("", text[: number.start]), text[number.end :]
    is_last = _THOSE_WHO.search(before) and _NO_MORE.fullmatch(after) and not _IS_BASE.match(text)
    is_first = not _NOT_FIRST.sub("", before) and _ARE_WHO.match(after)
    return bool(is_last or is_first) or "半" in text[number.start :]
