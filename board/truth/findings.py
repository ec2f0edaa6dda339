"""A finding of the truth check: what stands in a sentence and what the records say. Pure."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from board.truth.facts import Link


@dataclass(frozen=True)
class Finding:
    """Something in a section that doesn't hold, or isn't there.

    kind: of words.TRUTH_KIND. sentence: as it stands in the section; "" where the finding is about no sentence. mark:
    the words in it that don't hold. message: what the record says. about: what tells it from others of its kind in the
    same sentence. link: subject and filters of the records.
    """

    section: str
    sentence: str
    kind: str
    message: str
    mark: str = ""
    about: str = ""
    link: Link | None = field(default=None, compare=False)

    @property
    def key(self) -> str:
        """What an answer to it is kept under: the same as long as the sentence and what was found in it are."""
        source = "|".join((self.kind, re.sub(r"\s", "", self.sentence) or self.section, self.mark, self.about))
        return hashlib.sha256(source.encode()).hexdigest()[:16]


def as_row(finding: Finding) -> Mapping[str, Any]:
    """A finding as a row of a frame."""
    return {
        "section": finding.section,
        "sentence": finding.sentence,
        "kind": finding.kind,
        "message": finding.message,
        "mark": finding.mark,
        "finding_key": finding.key,
        "link": finding.link,
    }
