"""填写评议表: the light page itself, plain HTML. It works without its script, and fetches nothing from elsewhere."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from http import HTTPStatus
from itertools import groupby
from pathlib import Path
from string import Template

from starlette.responses import HTMLResponse

from board.ballots.casting import LONGEST_SUGGESTION, Paper, Question
from board.errors import BoardError
from board.store import once

_HERE = Path(__file__).parent
_UNNAMED, _ONLY = "不记名。", "不记姓名、手机、网络地址和填写时间，只记"
_HOW = "和日期。评议表打乱次序，凑够几张才一起计入结果；意见和建议与答案分开存放。请不要在意见里写能认出自己的话。"
_CODE, _BEGIN = "填写码", "开始填写"
_CODE_HINT = "在发给您的纸条上，10 个字母和数字。一个填写码填一张，用过就作废。"
_LONG_ANSWER = 5
# The attribute that lets the script take a code from the link.
CODES = ' data-codes="1"'
_COLUMNS = {2: 2, 4: 4, 5: 5}  # number of answers → number of columns on a phone


@dataclass(frozen=True)
class Draft:
    """The content of a form.

    typed: values by field as they were sent. faults: by field. hidden: hidden fields. name: under which the phone may
    keep a draft. message: the alert at the top.
    """

    typed: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    message: str = ""


def show_form(asked: Paper, group: str, draft: Draft) -> HTMLResponse:
    """The form. `group`: whose it is, '' if it asks."""
    parts = [alert(draft), _note(group)]
    parts.append(f'<form method="post" action="{_path(asked)}" autocomplete="off">')
    # Random, and linked to nothing: if it is sent twice, the form counts once.
    hidden = {"step": "cast", "once": once.new_key(), **draft.hidden}
    parts += [f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items()]
    if not group:
        parts.append(f'<h2>您是</h2><div class="card">{_group(asked, draft)}</div>')
    numbered = enumerate(asked.questions, 1)
    for heading, questions in groupby(numbered, lambda pair: pair[1].heading):
        shown = "".join(_question(number, question, draft) for number, question in questions)
        parts.append(f'<h2>{escape(heading)}</h2><div class="card">{shown}</div>')
    parts += [_suggestion(draft), _send("blank" in draft.faults), "</form>"]
    attributes = f' data-draft="{draft.name}"' + (' data-typed="1"' if draft.typed else "")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if draft.faults else HTTPStatus.OK
    return _page(asked, "\n".join(parts), attributes, status)


def show_code(asked: Paper, typed: str = "", error: BoardError | None = None) -> HTMLResponse:
    """The page for typing the code; nobody sees it if the link holds a code and the script runs."""
    fault = ""
    if error:
        fault = f'<div role="alert" id="fault"><p class="fault">{escape(error.title)}</p>'
        fault += f'<p class="hint">{escape(error.message + error.remedy)}</p></div>'
    described = "fault hint" if error else "hint"
    body = f"""<form method="post" action="{_path(asked)}" autocomplete="off">
<input type="hidden" name="step" value="code">
<div class="card"><label class="label" for="code">{_CODE}</label>
<input class="code" id="code" name="code" value="{escape(typed)}" maxlength="24" autocapitalize="characters"
 spellcheck="false" required aria-describedby="{described}">
{fault}<p class="hint" id="hint">{_CODE_HINT}</p></div>
{_note("")}
<button type="submit">{_BEGIN}</button></form>"""
    return _page(asked, body, "", HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK)


def _button(where: str, words: str) -> str:
    return f'<p><a class="button" href="{where}">{words}</a></p>'


def show_done(asked: Paper, title: str, message: str, *, again: bool = False, another: bool = False) -> HTMLResponse:
    """The thanks; deletes the draft on the phone. `again`: it may give another ballot; `another`: by another code."""
    more = _button(_path(asked), "再填一张") if again else ""
    if another:
        more = _button(f"{_path(asked)}?again=1", "用另一个填写码再填一张")
    return _page(asked, thanks(title, message, more), f' data-done="{asked.opening["opening_id"]}"', HTTPStatus.OK)


def show_notice(error: BoardError, status: HTTPStatus, asked: Paper | None = None) -> HTMLResponse:
    """The reason why nothing can be filled in, and what to do."""
    return _page(asked, notice(error), "", status)


def notice(error: BoardError) -> str:
    """A refusal as a card."""
    remedy = f'<p class="quiet">{escape(error.remedy)}</p>' if error.remedy else ""
    return (
        f'<div class="card done" role="alert"><h2>{escape(error.title)}</h2>'
        f"<p>{escape(error.message)}</p>{remedy}</div>"
    )


def thanks(title: str, message: str, more: str = "") -> str:
    """The card shown once a form arrived. more: HTML below it."""
    return (
        f'<div class="card done"><div class="mark" aria-hidden="true">✓</div><h2>{escape(title)}</h2>'
        f'<p class="quiet">{escape(message)}</p>{more}</div>'
    )


@cache
def script() -> bytes:
    """The form's script."""
    return (_HERE / "form.js").read_bytes()


@cache
def _style() -> str:
    return (_HERE / "form.css").read_text("utf-8").strip()


@cache
def _template() -> Template:
    return Template((_HERE / "form.html").read_text("utf-8"))


@cache
def _policy() -> str:
    """Stricter than the gate's policy: the page's one style, the one script, nothing from anywhere else."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    parts = ("default-src 'none'", f"style-src 'sha256-{digest}'", "script-src 'self'", "img-src data:")
    return "; ".join((*parts, "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"))


def _page(asked: Paper | None, body: str, attributes: str, status: HTTPStatus) -> HTMLResponse:
    title = f"{asked.round_row['evaluated'] if asked else ''}评议表"
    codes = CODES if asked and asked.by_codes else ""
    unit = asked.activity.unit_name if asked else ""
    return page((title, unit, *_what(asked)), body, codes + attributes, status)


def page(head: Sequence[str], body: str, attributes: str, status: HTTPStatus) -> HTMLResponse:
    """A light page. head: its title, the unit, and what it is about, each part in a line of its own where it must."""
    title, unit, *what = map(escape, head)
    text = _template().substitute(
        title=title,
        unit=unit,
        heading=title,
        what="".join(f"<span>{each}</span> " for each in what),
        style=_style(),
        body=body,
        attributes=attributes,
    )
    return HTMLResponse(text, status, {"Cache-Control": "no-store", "Content-Security-Policy": _policy()})


def _what(asked: Paper | None) -> tuple[str, ...]:
    return (asked.activity.name, asked.round_row["name"]) if asked else ()


def _path(asked: Paper) -> str:
    return f"/ballot/{asked.opening['opening_id']}"


def alert(draft: Draft) -> str:
    """The message at the top of a form that is given back."""
    if not draft.message:
        return ""
    return f'<div class="card alert" role="alert" tabindex="-1"><p>{escape(draft.message)}</p></div>'


def _note(group: str) -> str:
    whom = f"群体（{group}）" if group else "您是哪一类人"
    return f'<div class="card quiet secret"><p><strong>{_UNNAMED}</strong>{escape(_ONLY + whom + _HOW)}</p></div>'


def _group(asked: Paper, draft: Draft) -> str:
    groups = [pick("group", label, label, draft.typed.get("group", "")) for label in asked.groups]
    return asking("group", "参评人员", picks(groups, asked.groups), draft)


def _question(number: int, question: Question, draft: Draft) -> str:
    name, labels = f"a.{question.criterion_id}", list(question.answers.values())
    chosen = draft.typed.get(name, "")
    answers = picks([pick(name, str(rank), label, chosen) for rank, label in question.answers.items()], labels)
    none = f'<div class="none">{pick(name, "0", "弃权", chosen)}</div>'
    return asking(question.criterion_id, f"{number}. {question.label}", answers, draft, none)


def asking(name: str, label: str, answers: str, draft: Draft, beside: str = "") -> str:
    """One question with its answers; `beside` is shown at the end of its line."""
    fault, place = draft.faults.get(name, ""), escape(f"q-{name}")
    fault_line = f'<p class="fault">{escape(fault)}</p>' if fault else ""
    return (
        f'<div class="q{" wrong" if fault else ""}" role="radiogroup" aria-labelledby="{place}">'
        f'<div class="ask"><p class="label" id="{place}">{escape(label)}</p>{beside}</div>{answers}{fault_line}</div>'
    )


def picks(each: Sequence[str], labels: Sequence[str]) -> str:
    """The answers of one question in columns that their words fit into."""
    is_long = max(map(len, labels)) > _LONG_ANSWER
    columns = 2 if is_long else _COLUMNS.get(len(each), 3)
    return f'<div class="picks n{columns}">{"".join(each)}</div>'


def pick(name: str, value: str, label: str, chosen: str) -> str:
    """One answer to tick."""
    checked = " checked" if chosen == value else ""
    return (
        f'<label><input type="radio" name="{escape(name)}" value="{escape(value)}"{checked}>'
        f"<span>{escape(label)}</span></label>"
    )


def _suggestion(draft: Draft) -> str:
    fault = draft.faults.get("suggestion", "")
    fault_line = f'<p class="fault">{escape(fault)}</p>' if fault else ""
    return (
        '<h2>意见和建议</h2><div class="card"><label class="label" for="suggestion">还想说的，没有可以不填</label>'
        f'<textarea id="suggestion" name="suggestion" maxlength="{LONGEST_SUGGESTION}">'
        f"\n{escape(draft.typed.get('suggestion', ''))}</textarea>{fault_line}</div>"
    )


def _send(asks_about_blanks: bool) -> str:
    words = "空着的算弃权，就这样交" if asks_about_blanks else "交评议表"
    name = ' name="skips" value="1"' if asks_about_blanks else ""
    return (
        '<div class="send"><div class="bar"><p class="progress" aria-live="polite"></p>'
        f'<button type="submit"{name} data-words="{words}">{words}</button></div></div>'
    )
