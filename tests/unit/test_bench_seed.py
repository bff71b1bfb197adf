"""The benchmark's seed: the same comments every time, in the shape that threads have, ready for our tables."""

import random
from collections import Counter

from bench.seeding import comment_rows
from bench.seedtext import SEED, comments_of, texts


def test_the_same_seed_gives_the_same_comments() -> None:
    assert list(comments_of("/a", 50)) == list(comments_of("/a", 50))
    assert list(comments_of("/a", 50)) != list(comments_of("/b", 50))
    assert list(comments_of("/a", 50)) != list(comments_of("/a", 50, seed=SEED + 1))


def test_a_longer_thread_begins_like_a_shorter_one() -> None:
    assert list(comments_of("/a", 100))[:10] == list(comments_of("/a", 10))


def test_parents_come_before_their_replies_three_deep() -> None:
    comments = list(comments_of("/a", 300))
    for one in comments:
        assert one.parent is None or one.parent < one.number
    depths = Counter(one.depth for one in comments)
    assert set(depths) == {0, 1, 2}
    assert depths[0] > depths[1] > depths[2]


def test_each_comment_ends_with_a_word_of_its_own() -> None:
    words = [one.text.split()[-1] for page in ("/a", "/b") for one in comments_of(page, 200)]
    words += [text.split()[-1] for text in texts(500, "posts")]
    assert len(set(words)) == len(words)
    assert all(word.startswith("ref") and len(word) == 15 for word in words)


def test_texts_are_of_a_comments_length() -> None:
    lengths = [len(one.text) for one in comments_of("/a", 300)]
    assert 250 < sum(lengths) / len(lengths) < 450


def test_rows_of_our_tables_are_the_same_every_time() -> None:
    comments = list(comments_of("/a", 40))
    first, again = (list(comment_rows(7, 101, comments, random.Random(1))) for _ in range(2))
    assert first == again
    assert [row["id"] for row in first] == list(range(101, 141))


def test_a_replys_root_is_where_its_branch_begins() -> None:
    rows = {row["id"]: row for row in comment_rows(1, 1, list(comments_of("/a", 100)), random.Random(1))}
    for row in rows.values():
        above = rows.get(row["parent_id"])
        assert row["root_id"] == ((above["root_id"] or above["id"]) if above else None)
        assert row["depth"] == (above["depth"] + 1 if above else 0)
