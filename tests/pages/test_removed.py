"""What was removed by mistake is put back from the page it was removed on, by those who keep it."""

import pytest

from board.access import Actor, Role
from board.meeting import actions as meeting
from board.meeting import outlines, talks
from board.problems import actions as problems
from board.publication import actions as publication
from board.store import records
from board.store.records import Kind
from tests.example_school import Example
from tests.pages.visitor import buttons, notices, once_button, opened, sentences_on

# A kind, a record of the example, its page, and what opens the part of the page where it stands.
REMOVED: tuple[tuple[Kind, str, str, dict[str, str]], ...] = (
    (talks.TALK, "K-044", "talks", {}),
    (outlines.OUTLINE, "G-002", "meeting", {"meeting_part": "发言提纲"}),
    (meeting.CRITICISM, "P-003", "meeting", {"meeting_part": "会议记录"}),
    (problems.PROBLEM, "W-002", "meeting", {"meeting_part": "问题清单"}),
    (publication.PUBLICATION, "N-001", "publication", {}),
)


def standing(school: Example, kind: Kind) -> set[str]:
    rows = school.store.read(f"{kind.subject}/present", activity_id=school.activity_id)
    return set(rows[~rows["is_removed"]][kind.key])


@pytest.mark.parametrize(("kind", "record_id", "page", "asked"), REMOVED, ids=lambda each: getattr(each, "subject", ""))
def test_a_record_removed_by_mistake_is_put_back_with_one_press(
    school: Example, clerk: Actor, kind: Kind, record_id: str, page: str, asked: dict[str, str]
) -> None:
    before = len(records.removed(school.store, kind, school.activity_id))
    assert buttons(opened(page, Role.CLERK, **asked)).count("恢复") == before
    records.act(school.store, clerk, kind, school.activity_id, record_id, "remove", {})
    at = opened(page, Role.CLERK, **asked)
    assert f"移出的{kind.word}　{before + 1} 条" in [each.label for each in at.expander]
    once_button(at, f"{kind.subject}_restore_{record_id}").click().run()
    assert notices(at) == [f"已恢复 {record_id}"]
    assert record_id in standing(school, kind)
    assert buttons(at).count("恢复") == before


def test_a_leader_is_not_offered_what_was_removed(school: Example, clerk: Actor) -> None:
    records.act(school.store, clerk, talks.TALK, school.activity_id, "K-044", "remove", {})
    at = opened("talks", Role.LEADER)
    assert "K-044" not in sentences_on(at)
    assert "恢复" not in buttons(at)


def test_what_can_not_stand_any_more_is_refused_with_the_reason(school: Example, clerk: Actor) -> None:
    held = talks.talks(school.store, school.activity_id, school.today).set_index("talk_id").loc["K-044"]
    fields = {name: held[name] for name in ("member_id", "with_kind", "with_id")} | {"held_on": held["held_on"].date()}
    records.act(school.store, clerk, talks.TALK, school.activity_id, "K-044", "remove", {})
    again = records.add(school.store, clerk, talks.TALK, school.activity_id, fields)
    at = opened("talks", Role.CLERK)
    once_button(at, "talks_restore_K-044").click().run()
    assert again.replace("-", "\\-") in sentences_on(at) or again in sentences_on(at)
    assert "K-044" not in standing(school, talks.TALK)
