"""Nearly the same text by others, and a wave of it: readers notice nothing, and moderators little."""

from datetime import timedelta
from itertools import count

import pytest
from crowd import crowd
from deciding import findings, set_site, status_of
from flask import Flask
from frames import ORIGIN, Frame
from records import Records
from sqlalchemy import insert, select
from stage import BLOG, OTHER, Time

from widget.comments.models import Comment
from widget.core import clock
from widget.core.statuses import Status
from widget.screening.models import Screening
from widget.screening.queries import LATEST
from widget.sites.queries import site_of_page
from widget.web.transactions import transaction

TEXT = "My friend, this article has helped me a lot, and I have found very good watches at a very good price on {}"


def from_network(app: Flask, number: int, page: str = BLOG) -> Frame:
    """A guest whose address is that of another network."""
    frame = Frame(app, page)
    frame.browser.environ_base["REMOTE_ADDR"] = f"10.1.{number // 200}.{number % 200 + 1}"
    return frame


def test_what_others_have_sent_nearly_alike_is_held_and_a_wave_is_spam(app: Flask, records: Records) -> None:
    statuses = []
    for number in range(7):
        answer = from_network(app, number).post(TEXT.format(f"https://shop{number}.example/?{number}"))
        statuses.append(status_of(records, answer.get_json()["id"]))
    assert statuses == ["published", "held", "held", "held", "held", "spam", "spam"]
    reason = "Others have sent nearly the same text: 6 within six hours."
    assert findings(records, answer.get_json()["id"]) == {"repeats": ("spam", reason)}


def test_ones_own_words_another_site_and_long_ago_are_no_repetition(app: Flask, records: Records, time: Time) -> None:
    mine = from_network(app, 1)
    mine.post(TEXT.format("here"))
    mine.post(TEXT.format("there"))
    from_network(app, 2, OTHER).post(TEXT.format("elsewhere"))
    time.passes(hours=7)
    from_network(app, 3).post(TEXT.format("later"))
    assert records.query("SELECT DISTINCT status FROM comments") == [("published",)]


def test_an_edit_is_not_compared_with_itself(app: Flask, records: Records) -> None:
    frame = from_network(app, 1)
    comment = frame.post(TEXT.format("here")).get_json()["id"]
    stamp = frame.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    frame.browser.environ_base["REMOTE_ADDR"] = "10.9.9.9"
    frame.act("PATCH", f"/comments/{comment}", {"body": TEXT.format("there"), "stamp": stamp})
    assert status_of(records, comment) == "published"


def edit(frame: Frame, comment: str, body: str) -> None:
    """Let a comment say something else."""
    stamp = frame.send("GET", f"/comments/{comment}/source").get_json()["stamp"]
    assert frame.act("PATCH", f"/comments/{comment}", {"body": body, "stamp": stamp}).status_code == 200


def test_what_others_have_copied_is_no_copy_when_its_author_edits_it(app: Flask, records: Records, time: Time) -> None:
    author = from_network(app, 0)
    comment = author.post(TEXT.format("here")).get_json()["id"]
    time.passes(seconds=30)
    for number in range(1, 7):
        from_network(app, number).post(TEXT.format(number))
    for place in ("there", "and there"):
        time.passes(seconds=30)
        edit(author, comment, TEXT.format(place))
        assert (status_of(records, comment), findings(records, comment)) == ("published", {})


def test_copies_that_older_comments_have_become_are_copies(app: Flask, records: Records, time: Time) -> None:
    senders = [from_network(app, number) for number in range(1, 7)]
    older = [sender.post(f"Harmless {number}").get_json()["id"] for number, sender in enumerate(senders)]
    time.passes(seconds=30)
    author = from_network(app, 0)
    comment = author.post(TEXT.format("here")).get_json()["id"]
    time.passes(seconds=30)
    for number, sender in enumerate(senders):
        edit(sender, older[number], TEXT.format(number))
    edit(author, comment, TEXT.format("there"))
    assert status_of(records, comment) == "published"


def test_what_becomes_a_copy_by_an_edit_is_one(app: Flask, records: Records, time: Time) -> None:
    senders = [from_network(app, number) for number in range(3)]
    comments = [sender.post(f"Harmless {number}").get_json()["id"] for number, sender in enumerate(senders)]
    from_network(app, 7).post(TEXT.format("here"))
    time.passes(seconds=30)
    for number in (2, 1, 0):
        edit(senders[number], comments[number], TEXT.format(number))
        assert status_of(records, comments[number]) == "held"


def test_no_row_of_small_edits_leads_away_from_what_was_said_first(app: Flask, records: Records, time: Time) -> None:
    one, other = from_network(app, 1), from_network(app, 2)
    words = [f"word{number}" for number in range(24)]
    comment = one.post(" ".join(words)).get_json()["id"]
    time.passes(seconds=30)
    other.post(TEXT.format("here"))
    wanted = TEXT.format("there").split()
    for number in range(0, len(wanted), 2):
        time.passes(seconds=5)
        edit(one, comment, " ".join(wanted[: number + 2] + words[number + 2 :]))
    assert status_of(records, comment) == "held"


@pytest.mark.parametrize(("later", "status"), [(LATEST - 1, "held"), (LATEST, "published")])
def test_only_the_newest_of_a_site_are_looked_at_whoever_has_sent_them(
    app: Flask, records: Records, time: Time, later: int, status: str
) -> None:
    """Else each of a thousand comments from one address would look past all of those before it."""
    from_network(app, 1).post(TEXT.format("here"))
    flood(app, "10.1.0.3", later)
    answer = from_network(app, 2).post(TEXT.format("there"))
    assert status_of(records, answer.get_json()["id"]) == status


def flood(app: Flask, address: str, how_many: int) -> None:
    """Let so many long texts of one address come to the site of the blog."""
    moment = clock.now() + timedelta(seconds=1)
    said = {"status": Status.PUBLISHED, "findings": [], "address": address, "sketch": "0" * 32, "created": moment}
    ids = crowd(app, how_many)
    with app.app_context(), transaction() as store:
        site = site_of_page(store, BLOG)
        assert site
        of_crowd = store.scalars(select(Comment.id).where(Comment.public_id.in_(ids)))
        store.execute(insert(Screening), [said | {"site_id": site.id, "comment_id": one} for one in of_crowd])


def test_a_wave_of_a_thousand_posts_in_a_minute_reaches_nobody(app: Flask, records: Records, time: Time) -> None:
    reader = Frame(app, BLOG)
    reader.post("Published before")
    before = reader.document()
    set_site(records, flood_seconds=15, approved_before=True)
    senders = [Sender(app, number) for number in range(50)]
    for _ in range(20):
        for sender in senders:
            sender.sends()
        time.passes(seconds=3)
    answers = [status for sender in senders for status in sender.answers]
    assert len(answers) == 1000
    assert answers.count(201) == 4 * 50
    assert set(answers) == {201, 429}
    assert reader.document().headers["ETag"] == before.headers["ETag"]
    assert reader.document().data == before.data
    assert records.query("SELECT count(*) FROM comments WHERE status = 'held'")[0][0] <= 10
    assert records.query("SELECT count(*) FROM comments WHERE status = 'spam'")[0][0] >= 4 * 50 - 10


class Sender:
    """A program that posts again and again, with one token and no more questions than it needs."""

    numbers = count()

    def __init__(self, app: Flask, number: int) -> None:
        self.frame, self.answers = from_network(app, number), list[int]()
        self.token = self.frame.session()["csrf_token"]

    def sends(self) -> None:
        """Post nearly the same text once more."""
        number = next(self.numbers)
        sent = {"body": TEXT.format(f"https://{number}.example/ {number}"), "page": BLOG, "as": "guest"}
        sent |= {"name": f"Joe {number}", "email": f"{number}@spam.example", "idempotency_key": f"the-wave-{number}"}
        headers = {"Origin": ORIGIN, "X-CSRFToken": self.token}
        path = f"/threads/{self.frame.thread}/comments"
        self.answers.append(self.frame.browser.post(path, json=sent, headers=headers, base_url=ORIGIN).status_code)
