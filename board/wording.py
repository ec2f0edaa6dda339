"""Texts cut to size."""


def shortened(text: str, length: int) -> str:
    """The text on one line, cut to a number of characters with an ellipsis where something is missing."""
    single = " ".join(text.split())
    return single if len(single) <= length else single[: length - 1] + "…"
