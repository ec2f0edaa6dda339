"""Every action on a rectification item, one row each, in the order a sheet offers them: the likeliest first.

Not in a row: `rectification.rules.is_permitted` (owners act on their own items only, nobody accepts their own work) and
what `rectification.writing` takes from the account that acts.
"""

from board.actions import Action, words_of
from board.rectification import steps
from board.rectification.fields import FORM_FIELDS

_EDIT, _REPORT, _VERIFY = "rectification.edit", "rectification.report", "rectification.verify"
_OPEN = frozenset({"not_started", "in_progress", "submitted"})
_ANY = _OPEN | {"closed"}
_RETURNED = frozenset({"status", "percent", "submitted_on", "people_view"})

# 创造条件整改 (deferred) is neither late nor solved: no date is moved, and it becomes 限期整改 before it is accepted.
ACTIONS: dict[str, Action] = {
    "add": Action("登记", _EDIT, steps.added, fields=FORM_FIELDS, mark="新增"),
    "restore": Action("恢复", _EDIT, steps.restored, _ANY, ("reason",), only_if="removed", mark="恢复"),
    "close": Action(
        "销号",
        _VERIFY,
        steps.closed,
        frozenset({"submitted"}),
        ("people_view", "verifier_id", "proof"),
        place_in_batch=6,
        mark="销号",
        covers=_RETURNED | {"progress", "proof", "closed_on", "verifier_id"},
    ),
    "send_back": Action(
        "退回",
        _VERIFY,
        steps.sent_back,
        frozenset({"submitted"}),
        ("reason", "people_view"),
        place_in_batch=5,
        is_passive=True,
        mark="退回",
        covers=_RETURNED,
    ),
    "start": Action("启动", _REPORT, steps.started, frozenset({"not_started"}), place_in_batch=1),
    "report": Action(
        "报进展",
        _REPORT,
        steps.reported,
        frozenset({"in_progress"}),
        ("progress", "percent", "proof"),
        text="progress",
    ),
    "submit": Action(
        "提交验收",
        _REPORT,
        steps.submitted,
        frozenset({"in_progress"}),
        ("proof", "progress"),
        place_in_batch=4,
        text="progress",
        not_if="deferred",
    ),
    "reopen": Action(
        "重启",
        _VERIFY,
        steps.reopened,
        frozenset({"closed"}),
        ("reason", "due_on", "people_view"),
        place_in_batch=7,
        mark="重启",
        covers=_RETURNED | {"closed_on"},
    ),
    "postpone": Action(
        "延期",
        _EDIT,
        steps.postponed,
        _OPEN,
        ("due_on", "reason"),
        place_in_batch=2,
        not_if="deferred",
        mark="延期",
        covers=frozenset({"due_on"}),
    ),
    "attach": Action("附材料", _REPORT, steps.attached, _OPEN, has_form=False),
    # The work is accepted on the files submitted with it, so none can be withdrawn once it is submitted.
    "withdraw": Action("撤下材料", _REPORT, steps.withdrawn, _OPEN - {"submitted"}, has_form=False),
    "edit": Action("修改", _EDIT, steps.edited, _OPEN, (*FORM_FIELDS, "reason"), place_in_batch=3, mark="变化"),
    "remove": Action("移出", _EDIT, steps.removed, _ANY, ("reason",), place_in_batch=8, is_passive=True, mark="移出"),
    # Possible for a whole batch only, from any state: `rectification.batch` decides.
    "undo": Action("撤销", _EDIT, steps.undone, has_form=False),
}
ITEM_ACTION = words_of(ACTIONS)
