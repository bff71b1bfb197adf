"""Names that look alike, though they are written with other letters."""

import pytest

from widget.core.skeleton import looks_like, skeletons

ALIKE = [
    ("umputun", "umрutun"),
    ("Ada", "АԁА"),
    ("Ada", "ADA"),
    ("Alice", "AIice"),  # a capital i
    ("MODERATOR", "moderator"),
    ("Moderator", "Ｍｏｄｅｒａｔｏｒ"),
    ("Ada Lovelace", "Ada  Love-lace"),
    ("Ada", "A\u200bd\u2060a"),
    ("paypal", "𝔭𝒶𝓎pal"),
    ("corner", "comer"),
    ("Müller", "Mu\u0308ller"),
    ("Ada", "A\u034fd\ufe0fa\U000e0101"),
    ("Ada", "A\u3164d\u17b4a\u180b"),
]
DIFFERENT = [("Ada", "Ida"), ("Ann", "Anne"), ("Müller", "Muller"), ("山田", "川田"), ("مريم", "كريم")]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike_have_a_skeleton_in_common(one: str, other: str) -> None:
    assert looks_like(one, other)
    assert looks_like(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_anybody_can_tell_apart_have_none(one: str, other: str) -> None:
    assert not looks_like(one, other)


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "…", "--"])
def test_a_name_of_nothing_but_signs_looks_like_nobody(name: str) -> None:
    assert not skeletons(name)
    assert not looks_like(name, name)


def test_a_long_name_is_looked_at_at_once() -> None:
    assert looks_like("m" * 245, "rn" * 245)
