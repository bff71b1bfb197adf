"""Likes as the frame gives them and takes them back, and what is counted of them."""

from frames import Frame
from records import Records
from werkzeug.test import TestResponse


def like(frame: Frame, comment: str) -> TestResponse:
    """Like a comment."""
    return frame.act("PUT", f"/comments/{comment}/like")


def unlike(frame: Frame, comment: str) -> TestResponse:
    """Take that back."""
    return frame.act("DELETE", f"/comments/{comment}/like")


def like_page(frame: Frame, method: str = "PUT", **fields: str) -> TestResponse:
    """Like the page that the frame is on, or take that back."""
    return frame.act(method, f"/threads/{frame.thread}/like", {"page": frame.page, **fields})


def counted(records: Records) -> tuple[list[int], list[int]]:
    """Return what the comments and threads have counted, after checking it against the likes themselves."""
    found = []
    for table, column in (("comments", "comment_id"), ("threads", "thread_id")):
        rows = records.query(
            f"SELECT likes, (SELECT count(*) FROM likes WHERE {column} = {table}.id) FROM {table} ORDER BY id"
        )
        assert all(stored == true for stored, true in rows), rows
        found.append([stored for stored, _ in rows])
    return found[0], found[1]


def words(answer: TestResponse | str) -> str:
    """Return the sentence of some likes."""
    html = answer if isinstance(answer, str) else answer.get_json()["html"]
    return str(html).rpartition("</button>")[0].rpartition(">")[2]
