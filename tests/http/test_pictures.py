"""Pictures of people: fetched once, re-encoded, served by us; or drawn by us where there is none that may be shown."""

import io
import re
import struct
import zlib
from collections.abc import Iterator

import pytest
from flask import Flask
from frames import ORIGIN, Frame
from loopback import Server, serving
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from records import Records
from stage import running, settings_for
from werkzeug.test import TestResponse
from werkzeug.wrappers import Request, Response
from windows import FakeProvider, SignIn

Fakes = dict[str, FakeProvider]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def photo(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    """Return a picture with a remark in it that nobody else should read."""
    remark, out = PngInfo(), io.BytesIO()
    remark.add_text("Comment", "taken at home")
    Image.new("RGB", size, "#2f6483").save(out, kind, **({"pnginfo": remark} if kind == "PNG" else {}))
    return out.getvalue()


def bomb() -> bytes:
    """Return a few bytes that claim to be a picture of 50,000 by 50,000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


REFUSED = {
    "/svg": (SVG, "image/svg+xml"),
    "/svg-as-png": (SVG, "image/png"),
    "/html-as-png": (b"<!doctype html><script>alert(1)</script>", "image/png"),
    "/html": (b"<html></html>", "text/html"),
    "/bomb": (bomb(), "image/png"),
    "/truncated": (photo()[:200], "image/png"),
    "/empty": (b"", "image/png"),
    "/oversize": (photo() + b"\0" * (1024 * 1024), "image/png"),
    "/pdf": (b"%PDF-1.7", "application/pdf"),
    "/bmp": (photo("BMP"), "image/bmp"),
    "/tiff-as-png": (photo("TIFF"), "image/png"),
    "/ico": (b"\0\0\1\0\1\0\x10\x10", "image/x-icon"),
}


@pytest.fixture
def app(database: str) -> Iterator[Flask]:
    """The application, allowed to fetch from this machine."""
    with running(settings_for(database, outgoing_allow_loopback="true")) as app:
        yield app


@pytest.fixture
def pictures() -> Iterator[Server]:
    """A server of pictures, good and bad."""

    def answer(request: Request) -> Response:
        if request.path == "/elsewhere":
            return Response(status=302, headers={"Location": request.args["to"]})
        if request.path == "/missing":
            return Response("gone", 404)
        content, media_type = REFUSED.get(request.path) or (photo(request.args.get("kind", "PNG")), "image/png")
        return Response(content, mimetype=media_type)

    with serving(answer) as server:
        yield server


def shown(frame: Frame, fakes: Fakes, url: str | None) -> TestResponse:
    """Sign in with a provider that names this picture; return what we serve for it."""
    fakes["google"].picture_url = url
    assert SignIn(frame).through().claim().status_code == 200
    path = frame.session()["identity"]["picture"]
    assert re.fullmatch(r"/pictures/[0-9a-f]{64}", path)
    return frame.browser.application.test_client().get(path, base_url=ORIGIN)


def drawn(served: TestResponse) -> bool:
    """Whether a picture is one that we have drawn."""
    return served.status_code == 200 and served.mimetype == "image/svg+xml" and b"onload" not in served.data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_is_encoded_again_small_and_without_remarks(
    guest: Frame, fakes: Fakes, pictures: Server, kind: str
) -> None:
    served = shown(guest, fakes, f"{pictures.url}/ada?kind={kind}")
    assert (served.status_code, served.mimetype) == (200, "image/webp")
    with Image.open(io.BytesIO(served.data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (96, 96))
    assert b"taken at home" not in served.data


def test_a_picture_is_fetched_once_and_by_us_alone(guest: Frame, fakes: Fakes, pictures: Server) -> None:
    path = shown(guest, fakes, f"{pictures.url}/ada").request.path
    html = guest.post("Hello").get_json()["html"]
    for _ in range(3):
        guest.session()
        guest.document()
    assert len(pictures.requests) == 1
    assert f'src="{path}"' in html
    assert pictures.url not in html + guest.document().text + str(guest.session())


def test_a_picture_is_kept_for_ever_and_is_nothing_but_a_picture(guest: Frame, fakes: Fakes, pictures: Server) -> None:
    for url in (f"{pictures.url}/ada", None):
        served = shown(guest, fakes, url)
        assert served.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert served.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in served.headers["Content-Security-Policy"]
        assert "sandbox" in served.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in served.headers
        assert "Cookie" not in served.headers.get("Vary", "")


@pytest.mark.parametrize("path", [*REFUSED, "/missing"])
def test_what_is_no_picture_is_replaced_by_one_of_ours(
    guest: Frame, fakes: Fakes, pictures: Server, records: Records, path: str
) -> None:
    assert drawn(shown(guest, fakes, f"{pictures.url}{path}"))
    assert len(pictures.requests) == 1
    assert b"alert(1)" not in records.files()


@pytest.mark.parametrize(
    "target",
    ["http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://[::ffff:10.0.0.1]/", "file:///etc/passwd"],
)
def test_a_redirect_into_the_house_is_not_followed(guest: Frame, fakes: Fakes, pictures: Server, target: str) -> None:
    assert drawn(shown(guest, fakes, f"{pictures.url}/elsewhere?to={target}"))


@pytest.mark.parametrize("url", ["file:///etc/passwd", "data:image/png;base64,AAAA", "http://127.0.0.1:1/", "https://"])
def test_an_address_that_leads_nowhere_hinders_nobody(guest: Frame, fakes: Fakes, url: str) -> None:
    assert drawn(shown(guest, fakes, url))


def test_this_machine_is_not_asked_where_that_is_not_allowed(
    database: str, pictures: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(settings_for(database)) as from_outside:
        fakes = from_outside.extensions["rejoinder-providers"] = {"google": FakeProvider("google")}
        frame = Frame(from_outside, "https://blog.test/a-post")
        assert drawn(shown(frame, fakes, f"{pictures.url}/ada"))
    assert pictures.requests == []


def test_who_has_no_picture_gets_the_same_drawing_each_time(guest: Frame, fakes: Fakes) -> None:
    first, again = (shown(guest, fakes, None) for _ in range(2))
    fakes["google"].name = "Somebody Else"
    other = shown(guest, fakes, None)
    assert drawn(first)
    assert first.request.path == again.request.path != other.request.path
    assert not re.search(rb"<script|on\w+=|href|url\(|@import", first.data)


def test_a_new_picture_at_the_provider_has_a_new_address(guest: Frame, fakes: Fakes, pictures: Server) -> None:
    before = shown(guest, fakes, None).request.path
    assert shown(guest, fakes, f"{pictures.url}/ada").request.path != before


def test_a_picture_that_was_replaced_is_gone(guest: Frame, fakes: Fakes, pictures: Server, records: Records) -> None:
    former, current = (shown(guest, fakes, url).request.path for url in (f"{pictures.url}/ada", None))
    assert guest.send("GET", former).status_code == 404
    assert guest.send("GET", current).status_code == 200
    assert records.count("pictures") == 1


@pytest.mark.parametrize("name", ["0" * 64, "x", "..%2f..%2fetc%2fpasswd", "%00", "A" * 5000])
def test_there_is_no_other_picture(guest: Frame, name: str) -> None:
    assert guest.send("GET", f"/pictures/{name}").status_code in {400, 404}
