"""Streamlit takes an emoji at the beginning of a tab or a note out of its words, to draw it as a symbol.

Ours have none, and what users write is shown as they wrote it. To look for one of all that there are took longer than
to draw the control.
"""

import re

from streamlit import emojis

_NONE = re.compile("(?!)")


def leave_in_words() -> None:
    """Has no emoji looked for from now on, in all sessions of this process."""
    emojis.EMOJI_EXTRACTION_REGEX = _NONE
