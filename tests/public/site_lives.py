"""What the example school published, taken as far as a test of the public page wants it."""

from board.access import Actor
from board.documents.paper_word import paper_word
from board.papers.issuing import actions
from board.papers.issuing.actions import Writers
from board.public import switch
from board.public.site import INDEX, content, site
from tests.example_school import Example
from tests.paper_lives import TODAY, WHERE, WRITERS, act, drafted, seen

# Where it doesn't matter what a PDF looks like: to set one takes as long as the rest of a test.
QUICK = Writers(paper_word, lambda paper: b"%PDF of " + paper.title.encode())


def signed(school: Example, clerk: Actor, leader: Actor, paper_id: str, writers: Writers = QUICK) -> str:
    """Checks and signs a draft, and returns its id."""
    act(school, clerk, paper_id, "check")
    actions.sign(school.store, leader, school.activity_id, paper_id, seen(school, paper_id), writers)
    return paper_id


def published_notice(school: Example, clerk: Actor, leader: Actor, *, is_real: bool = False) -> str:
    """Drafts, signs and publishes 整改情况公示, and returns its id. is_real: with a PDF to look at."""
    draft = drafted(school, clerk, number_word="示校发", number_no=1)
    paper_id = signed(school, clerk, leader, draft, WRITERS if is_real else QUICK)
    actions.publish(school.store, clerk, school.activity_id, paper_id, WHERE)
    return paper_id


def opened(school: Example, admin: Actor) -> None:
    """Opens the public page."""
    switch.switch(school.store, admin, school.activity_id, True)


def shut(school: Example, admin: Actor) -> None:
    """Shuts the public page, which the example begins with open."""
    switch.switch(school.store, admin, school.activity_id, False)


def page_of(school: Example) -> str:
    """The page as it is now."""
    made = content(school.store, site(school.store, school.activity_id, TODAY), INDEX)
    assert made is not None
    return made.decode()
