"""How far two colours stand apart, as the rules for the web reckon it (WCAG 2): from 1 to 21."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, each #rrggbb: 4.5 for words, 3 for big ones and for what is drawn."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
