"""A finding of the truth check: what a sentence says and what the records say. Pure."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from board.truth.facts import Link


@dataclass(frozen=True)
class Finding:
    """Something in a section that is wrong or missing.

    kind: of words.TRUTH_KIND. sentence: as written in the section; "" where the finding is about no sentence. mark: the
    wrong words in it. message: what the records say. about: distinguishes findings of the same kind in the same
    sentence. link: subject and filters of the records.
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
        """The key of its answer, which changes only if the sentence or the finding in it does."""
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
