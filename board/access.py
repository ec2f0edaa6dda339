"""Permissions: one table, checked by every page and by every action that writes."""

from dataclasses import dataclass
from enum import StrEnum

from board.errors import Refused


class Role(StrEnum):
    """The roles in domain.md that sign in."""

    LEADER = "leader"
    CLERK = "clerk"
    OWNER = "owner"
    ADMIN = "admin"


@dataclass(frozen=True)
class Actor:
    """The acting account: its id, the name shown in records, its roles, its person in the activity, and on a bureau's
    store the unit of the tree that it is bound to: it sees and asks that and those below alone ('': all)."""

    account_id: str
    name: str
    roles: frozenset[Role]
    person_id: str | None = None
    unit_id: str = ""


_EVERYONE = frozenset(Role)
_LEADER_CLERK = frozenset({Role.LEADER, Role.CLERK})
_CLERK = frozenset({Role.CLERK})
_ADMIN = frozenset({Role.ADMIN})

# `see.<subject>` opens a page; `<subject>.<action>` writes. The owner never sees opinions (who complained), and
# administrators don't need to.
PERMISSIONS: dict[str, frozenset[Role]] = {
    "see.overview": _EVERYONE,
    "see.tasks": _EVERYONE,
    "see.opinions": _LEADER_CLERK,
    # From whom, how and when an opinion came: never for leaders, whom it may be about (`opinions.disclosure`).
    "see.givers": _CLERK,
    "see.report": _LEADER_CLERK,
    "see.talks": _LEADER_CLERK,
    "see.meeting": _LEADER_CLERK,
    "see.rectification": _EVERYONE,
    # Its first step is opinions.
    "see.thread": _LEADER_CLERK,
    "see.evaluation": _EVERYONE,
    "see.procedure": _LEADER_CLERK,
    "see.publication": _EVERYONE,
    "see.papers": _LEADER_CLERK,
    "see.sittings": _LEADER_CLERK,
    "see.imports": _CLERK,
    # Of a bureau above many units.
    "see.submitted": _LEADER_CLERK,
    "see.units": _LEADER_CLERK,
    "see.widespread": _LEADER_CLERK,
    "submitted.edit": _CLERK,
    "see.admin": _ADMIN,
    "tasks.edit": _CLERK,
    "tasks.report": _CLERK,
    "opinions.edit": _CLERK,
    "opinions.export": _LEADER_CLERK,
    "report.edit": _CLERK,
    "report.approve": frozenset({Role.LEADER}),
    "talks.edit": _CLERK,
    "meeting.edit": _CLERK,
    "rectification.edit": _CLERK,
    "rectification.report": frozenset({Role.CLERK, Role.OWNER}),
    "rectification.verify": _LEADER_CLERK,
    "evaluation.edit": _CLERK,
    "meetings.edit": _CLERK,
    "thread.edit": _CLERK,
    "procedure.mark": _LEADER_CLERK,
    "deck.show": _LEADER_CLERK,
    "publication.edit": _CLERK,
    "public.switch": _ADMIN,
    "papers.draft": _CLERK,
    "papers.check": _LEADER_CLERK,
    # Never by whoever wrote on it (`papers.issuing.rules`).
    "papers.sign": frozenset({Role.LEADER}),
    "papers.publish": _CLERK,
    "see.submissions": _LEADER_CLERK | _ADMIN,
    "see.unit_tree": _LEADER_CLERK | _ADMIN,
    "submissions.send": _CLERK,
    "submissions.link": _ADMIN,
    "submissions.take": _CLERK,
    "units.edit": _CLERK | _ADMIN,
    "imports.run": _CLERK,
    "views.share": _LEADER_CLERK,
    "accounts.edit": _ADMIN,
    "activities.edit": _ADMIN,
    "backup.keep": _ADMIN,
    "audit.read": _ADMIN,
}


def allowed(actor: Actor, permission: str) -> bool:
    """Whether any of the actor's roles has the permission. Raises KeyError for one that is not in the table."""
    return not PERMISSIONS[permission].isdisjoint(actor.roles)


def sees_own_items_only(actor: Actor) -> bool:
    """Whether the actor is only an owner, who sees only their own items of the ledger."""
    return actor.roles == {Role.OWNER}


def require(actor: Actor, permission: str) -> None:
    """Raise Refused unless the actor has the permission."""
    if not allowed(actor, permission):
        raise Refused("没有权限", "您的角色不能做这件事。", "如确需办理，请联系管理员调整角色。")


def require_whole(actor: Actor) -> None:
    """Raise Refused if the actor is bound to a part of the tree of units: what follows is for all of them."""
    if actor.unit_id:
        raise Refused("您只管一部分单位", "这件事管到全部单位。", "请不限单位的同事来办。")
