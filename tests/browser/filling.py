"""Filling in a form as a person does: by the words beside its fields."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Error, Locator, Page, expect

from tests.browser.steps import choose, settle


@dataclass(frozen=True)
class Pick:
    """A word to be chosen from a list, or several."""

    words: tuple[str, ...]


def pick(*words: str) -> Pick:
    """These words of a list."""
    return Pick(words)


_TRIES = 5
Value = str | int | date | Pick | bool
Given = Mapping[str, Value]


def fill(page: Page, form: Locator, given: Given) -> None:
    """Fill in fields by their labels: text, numbers, days, words of a list, ticks."""
    for label, value in given.items():
        if isinstance(value, Pick):
            _choose(page, form, label, value)
        elif isinstance(value, date):
            _type_day(page, form, label, value)
        elif isinstance(value, bool):
            form.locator("label").filter(has_text=label).get_by_role("checkbox").set_checked(value, force=True)
        else:
            form.get_by_label(label, exact=True).fill(str(value))


def _choose(page: Page, form: Locator, label: str, value: Pick) -> None:
    field = form.get_by_role("combobox", name=label, exact=True)
    choices = page.get_by_role("listbox")
    field.scroll_into_view_if_needed()
    for _ in range(_TRIES):  # a list closes again where the page scrolls or is drawn anew
        field.press("ArrowDown")
        with suppress(Error):
            choices.wait_for(timeout=3_000)
            break
    takes_several = choices.get_attribute("aria-multiselectable") == "true"
    for word in value.words:
        choose(page, page.get_by_role("option", name=word).first)
    if takes_several:
        page.keyboard.press("Escape")
    choices.wait_for(state="hidden")


def _type_day(page: Page, form: Locator, label: str, day: date) -> None:
    form.get_by_role("group", name=label, exact=True).get_by_role("spinbutton").first.focus()
    calendar = page.locator("#stFloatingOverlayPortal").get_by_role("grid")
    calendar.wait_for()
    page.keyboard.type(f"{day:%Y%m%d}")
    page.keyboard.press("Escape")
    calendar.wait_for(state="hidden")


def press(page: Page, where: Page | Locator, name: str, said: str = "") -> None:
    """Press a button and wait until the page has followed; `said`: what it says then, for a while."""
    where.get_by_role("button", name=name, exact=True).click()
    if said:
        notice = page.locator("[data-testid='stToast']").filter(has_text=re.compile(said))
        expect(notice.first).to_be_visible(timeout=30_000)
    settle(page)


def save(page: Page, form: Locator, given: Given, button: str = "保存", said: str = "") -> None:
    """Fill in a form and send it off."""
    fill(page, form, given)
    press(page, form, button, said)
