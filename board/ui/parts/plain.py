"""What users wrote, shown as they wrote it: never as Markdown, HTML or a formula."""

import re
from html import escape

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~<>$:&^=@/])")


def in_markdown(text: str) -> str:
    """The text for a place that reads Markdown, every sign with a meaning there made plain."""
    return _MARKDOWN.sub(r"\\\1", text).replace("\n", " ")


def in_html(text: object) -> str:
    """The text for a place that reads HTML."""
    return escape(str(text), quote=True)
