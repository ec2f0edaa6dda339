"""Text that users wrote, shown as they wrote it: never as Markdown, HTML or a formula."""

import re
from html import escape

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&^=@/])")


def in_markdown(text: str) -> str:
    """Returns the text for Markdown, with every sign that has a meaning there escaped."""
    return _MARKDOWN.sub(r"\\\1", text).replace("\n", " ")


def in_html(text: object) -> str:
    """Returns the text escaped for HTML."""
    return escape(str(text), quote=True)
