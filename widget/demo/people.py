"""The people whom the stand-in providers know; every one of them is invented."""

from dataclasses import dataclass
from typing import Literal

Hair = Literal["short", "long", "bun", "curls", "parted", "beard"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a portrait is drawn from; colours are written `#rrggbb`."""

    ground: str
    skin: str
    hair: str
    shirt: str
    style: Hair


@dataclass(frozen=True, slots=True)
class Person:
    """`key` names the person in forms and picture addresses, `subject` is the provider's stable id."""

    key: str
    subject: str
    name: str
    handle: str
    email: str
    look: Look


PEOPLE: dict[str, tuple[Person, ...]] = {
    "google": (
        Person(
            "ada", "108204268033311374519", "Ada Lindgren", "ada.lindgren", "ada.lindgren@example.org",
            Look("#e9c46a", "#f0c8a4", "#5a3825", "#2a5d67", "bun"),
        ),
        Person(
            "samuel", "114380529917264013358", "Samuel Okafor", "samuel.okafor", "samuel.okafor@example.org",
            Look("#9fc5b8", "#7a4a2f", "#20150f", "#d9643a", "short"),
        ),
    ),
    "x": (
        Person(
            "mira", "1490823771650932738", "Mira Castellano", "miracastellano", "mira@example.net",
            Look("#d8b4d0", "#c98f66", "#2b1c1a", "#3d3a6b", "curls"),
        ),
        Person(
            "tom", "873310962218471424", "Tom Ferreira", "tomferreira", "tom@example.net",
            Look("#a9c3df", "#eec1a0", "#8c4a22", "#39424e", "beard"),
        ),
    ),
    "facebook": (
        Person(
            "ingrid", "10229841706350217", "Ingrid Solberg", "ingrid.solberg", "ingrid@example.com",
            Look("#f0a98b", "#f6d5bd", "#d9b25f", "#4a6b3f", "long"),
        ),
        Person(
            "jonas", "10163750298416684", "Jonas Weber", "jonas.weber", "jonas@example.com",
            Look("#c7cf9e", "#e3b18b", "#3a2f2a", "#8a2f3c", "parted"),
        ),
    ),
    "wordpress": (
        Person(
            "noor", "58204417", "Noor Haddad", "noorwrites", "noor@example.org",
            Look("#cdb7e0", "#c58c63", "#1e1714", "#7a5c2e", "long"),
        ),
        Person(
            "pavel", "61093352", "Pavel Novotný", "pavelnovotny", "pavel@example.org",
            Look("#b9d3a4", "#efc9a9", "#a3703c", "#2f3e63", "short"),
        ),
    ),
    "github": (
        Person(
            "kofi", "4417203", "Kofi Mensah", "kofi-mensah", "kofi@example.net",
            Look("#f2c9a1", "#6b3f26", "#181210", "#3f6b63", "beard"),
        ),
        Person(
            "yuki", "9920518", "Yuki Tanabe", "ytanabe", "yuki@example.net",
            Look("#a8d0cf", "#f1d0b0", "#1a1516", "#a0474f", "bun"),
        ),
    ),
    "apple": (
        Person(
            "amina", "001473.b1f0c2d4e5a64f7d8a9b0c1d2e3f4a5b.0914", "Amina Diallo", "amina", "amina@example.org",
            Look("#d6cfc4", "#70452d", "#1b1310", "#b0562f", "bun"),
        ),
        Person(
            "erik", "000918.7c6b5a4938271605f4e3d2c1b0a99887.1630", "Erik Sandström", "erik", "erik@example.org",
            Look("#9db7c9", "#f2cfb4", "#b98a45", "#5b6e3a", "short"),
        ),
    ),
    "mastodon": (
        Person(
            "lin", "lin", "Lin Okabe", "lin", "lin@example.org",
            Look("#b7c4ee", "#e9c39d", "#2c2320", "#5d4a8a", "bun"),
        ),
        Person(
            "rosa", "rosa", "Rosa Quintero", "rosa", "rosa@example.org",
            Look("#f0d68a", "#b9805a", "#31201a", "#2f6f5c", "curls"),
        ),
    ),
    "microsoft": (
        Person(
            "elena", "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ", "Elena Rossi", "elena.rossi", "elena@example.com",
            Look("#e3a7a0", "#efc4a0", "#6b3b22", "#34506e", "curls"),
        ),
        Person(
            "viktor", "AAAAAAAAAAAAAAAAAAAAAPq0XbT1mS8uQfYd2oLkeVw", "Viktor Lund", "viktor.lund", "viktor@example.com",
            Look("#c9d6e8", "#f3d3bb", "#c9a24e", "#4b4b2f", "parted"),
        ),
    ),
}  # fmt: skip


def person(provider: str, key: str) -> Person | None:
    return next((each for each in PEOPLE.get(provider, ()) if each.key == key), None)


def by_key(key: str) -> Person | None:
    return next((each for group in PEOPLE.values() for each in group if each.key == key), None)
