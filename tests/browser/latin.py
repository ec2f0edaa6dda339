"""Latin words that a person sees or hears read out in a page: text, titles, labels, placeholders, open shadow roots."""

import re
from collections.abc import Iterable

from playwright.sync_api import Page

# What Chinese offices write in Latin letters, and the keys of a keyboard.
_NAMES = """Excel Word WPS CSV PDF PPTX PowerPoint XLSX XLS ODS TXT TSV ZIP DUCKDB UTF BOM GBK GB18030 MB KB HTTPS
    Ctrl Alt Enter Esc Tab README oidc toml"""
_KNOWN = frozenset(_NAMES.casefold().split())
# Numbers of records, and file names and commands quoted in a sentence.
_NUMBERS = re.compile(r"\b[A-Z]{1,2}-?(?:\d+|[A-Za-z0-9]{4,})\b|\bv\d\b")
_QUOTED = re.compile(
    r"[\w-]+\.(?:xlsx?|csv|docx|txt|ods|zip|toml|key|duckdb|exe)\b|\b[0-9a-f]{12,}\b|--[a-z-]+|https?://\S+"
)
_WORD = re.compile(r"[A-Za-z]{2,}")

_WALK = """() => {
  const texts = [document.title];
  const attributes = ["title", "aria-label", "placeholder", "alt", "aria-valuetext", "aria-description",
    "aria-roledescription"];
  const skipped = "[translate='no'], script, style, noscript, code, kbd, [data-testid='stIconMaterial']";
  const seen = (element) => !element.closest(skipped);
  const walk = (root) => {
    const nodes = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (nodes.nextNode()) {
      const node = nodes.currentNode;
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.parentElement && seen(node.parentElement)) texts.push(node.data);
        continue;
      }
      if (node.shadowRoot) walk(node.shadowRoot);
      if (!seen(node)) continue;
      for (const name of attributes) if (node.hasAttribute(name)) texts.push(node.getAttribute(name));
    }
  };
  walk(document.body);
  return [...new Set(texts)].filter((text) => /[A-Za-z]{2}/.test(text));
}"""


def latin(page: Page) -> set[str]:
    """The texts of a page with a Latin word in them that isn't known here."""
    texts: Iterable[str] = page.evaluate(_WALK)
    return {text.strip() for text in texts if _unknown(text)}


def _unknown(text: str) -> bool:
    bare = _NUMBERS.sub(" ", _QUOTED.sub(" ", text))
    return any(word.casefold() not in _KNOWN for word in _WORD.findall(bare))
