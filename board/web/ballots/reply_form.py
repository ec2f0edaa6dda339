"""异议: the light page on which the public answers to the items of a published paper. It works without its script."""

from html import escape
from http import HTTPStatus
from itertools import groupby

from starlette.responses import HTMLResponse

from board.ballots.codes import spelled
from board.errors import BoardError
from board.evaluation.smallest import SMALLEST_GROUP
from board.public.items import Item
from board.replies.answering import LONGEST, Sheet
from board.store import once
from board.web.ballots import form
from board.web.ballots.form import Draft
from board.words import PEOPLE_VIEW

_TITLE = "对整改结果的评价"
_HOW = (
    "不记姓名、手机、网络地址和填写时间。评价打乱次序，结束时才一起计数；一项不到"
    f" {SMALLEST_GROUP} 人评的不公布；写的话和评价分开存放。请不要写能认出自己的话。"
)
_CODE_HINT = "在发给您的纸条上，10 个字母和数字。一个填写码交一次，用过就作废。"


def path(asked: Sheet) -> str:
    """The path of the form."""
    return f"/reply/{asked.opening['opening_id']}"


def show_form(asked: Sheet, draft: Draft, status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    """The form, with all that was typed and its faults."""
    hidden = {"once": once.new_key(), **draft.hidden}
    parts = [
        form.alert(draft),
        f'<div class="card quiet secret"><p><strong>不记名。</strong>{escape(_HOW)}</p></div>',
        f'<form method="post" action="{path(asked)}" autocomplete="off">',
        *(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items()),
        _code(draft) if asked.by_codes else "",
    ]
    for state, items in groupby(asked.items, lambda each: each.state):
        parts.append(f"<h2>{escape(state)}</h2>")
        parts += [_item(each, draft) for each in items]
    parts.append('<div class="send"><button type="submit">交评价</button></div></form>')
    return _page(asked, "\n".join(parts), status)


def show_done(asked: Sheet, *, again: bool) -> HTMLResponse:
    """The thanks. again: this device or person may give another."""
    more = f'<p><a class="button" href="{path(asked)}">再交一份</a></p>' if again else ""
    body = form.thanks("交好了", "您的评价已经收到，谢谢。不用再交；关掉这一页就可以了。", more)
    return _page(asked, body, HTTPStatus.OK)


def show_notice(error: BoardError, status: HTTPStatus, asked: Sheet | None = None) -> HTMLResponse:
    """The reason why nothing can be filled in, and what to do."""
    return _page(asked, form.notice(error), status)


def _page(asked: Sheet | None, body: str, status: HTTPStatus) -> HTMLResponse:
    head = (_TITLE, asked.activity.unit_name, asked.activity.name, f"《{asked.title}》") if asked else (_TITLE, "")
    return form.page(head, body, form.CODES if asked and asked.by_codes else "", status)


def _code(draft: Draft) -> str:
    fault = draft.faults.get("code", "")
    fault_line = f'<p class="fault">{escape(fault)}</p>' if fault else ""
    return (
        '<div class="card"><label class="label" for="code">填写码</label>'
        f'<input class="code" id="code" name="code" value="{escape(spelled(draft.typed.get("code", "")))}"'
        ' maxlength="24" autocapitalize="characters" spellcheck="false" required aria-describedby="hint">'
        f'{fault_line}<p class="hint" id="hint">{_CODE_HINT}</p></div>'
    )


def _item(item: Item, draft: Draft) -> str:
    name, sentence = f"v.{item.item_id}", f"s.{item.item_id}"
    chosen: str = draft.typed.get(name, "")
    ticks = [form.pick(name, view, word, chosen) for view, word in PEOPLE_VIEW.items()]
    none = f'<div class="none">{form.pick(name, "", "不评", chosen)}</div>'
    more = f'<p class="hint">{escape(item.more)}</p>' if item.more else ""
    answers = more + form.picks(ticks, list(PEOPLE_VIEW.values()))
    place = escape(sentence)
    return (
        f'<div class="card" id="{escape(item.item_id)}">'
        f"{form.asking(item.item_id, item.problem, answers, draft, none)}"
        f'<label class="hint" for="{place}">想说的一句话，没有可以不填</label>'
        f'<textarea class="line" rows="1" id="{place}" name="{place}" maxlength="{LONGEST}">'
        f"\n{escape(draft.typed.get(sentence, ''))}</textarea></div>"
    )
