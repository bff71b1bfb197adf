"""Somebody else's picture in, a small one of ours out."""

import io

import pytest
from PIL import Image

from widget.core.pictures import SIDE, NotAPicture, shrink


def drawn(kind: str, size: tuple[int, int] = (300, 200), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_every_usual_picture_becomes_a_small_square_of_ours(kind: str) -> None:
    with Image.open(io.BytesIO(shrink(drawn(kind)))) as small:
        assert (small.format, small.size) == ("WEBP", (SIDE, SIDE))


def test_nothing_of_the_original_is_kept() -> None:
    comment = b"where I live"
    assert comment in drawn("JPEG", comment=comment)
    assert comment not in shrink(drawn("JPEG", comment=comment))


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", drawn("PNG")[:60], drawn("BMP"), drawn("TIFF")],
)
def test_what_is_no_usual_picture_is_refused(content: bytes) -> None:
    with pytest.raises(NotAPicture):
        shrink(content)


def bits(height: int) -> bytes:
    """Return a picture of black and white points, 4000 in each row."""
    out = io.BytesIO()
    Image.new("1", (4000, height)).save(out, "PNG")
    return out.getvalue()


def test_a_picture_may_have_sixteen_million_pixels_and_not_one_row_more() -> None:
    """Long before Pillow itself would warn: unpacked, each takes four bytes."""
    assert shrink(bits(4000))
    with pytest.raises(NotAPicture):
        shrink(bits(4001))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")  # black and white: it is its size that counts
    bomb = out.getvalue()
    assert len(bomb) < 2_000_000
    with pytest.raises(NotAPicture):
        shrink(bomb)
