"""Ready answers for everybody: their bytes in each coding, named by strong validators, and who has them already."""

import gzip
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import brotli
from flask import Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header, parse_etags

CODINGS = ("br", "gzip", "identity")
SMALLEST = 800  # bytes; less than that is not worth packing
PACKED_TOO = 1.3  # what gzip takes of the memory beside brotli's share, at most
Headers = list[tuple[str, str]]


class Coded(NamedTuple):
    """One representation: its validator as it is written, its bytes, and the headers of a 200 and of a 304."""

    etag: str
    body: bytes
    whole: Headers
    unchanged: Headers


class Check(NamedTuple):
    """What an answer was made from: a thread and a site by their ids, and the numbers that both had then."""

    thread: str
    site: int
    state: tuple[int | None, int | None]


@dataclass(slots=True)
class Answer:
    """A public answer, packed once; its plain bytes are unpacked again for the few who ask for them.

    `validator` is unquoted and without the coding. With `lasting` it never ages; else `check` says what it was made
    from, and where there is none it ages with the next change of anything. At `until` (seconds since the epoch) it
    ages in any case. `mark` is the state of the store in which it was last found fresh.
    """

    body: bytes
    validator: str
    headers: Headers
    check: Check | None = None
    lasting: bool = False
    until: float | None = None
    quality: int = 5
    mark: int | None = None
    _coded: dict[str, Coded] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.body) >= SMALLEST:
            packed = brotli.compress(self.body, quality=self.quality)
            self._keep("br", packed)
            self.body = b""
        else:
            self._coded = dict.fromkeys(CODINGS, self._made("identity", self.body))

    @property
    def size(self) -> int:
        """The bytes that it takes in memory, about: as if every coding had been asked for."""
        return int(len(self._coded["br"].body) * (1 + PACKED_TOO)) + 2000

    def coded(self, accepted: str) -> Coded:
        """Return the representation for an Accept-Encoding."""
        coding = coding_of(accepted)
        return self._coded.get(coding) or self._other(coding)

    def plain(self) -> bytes:
        """Return its bytes without any coding."""
        return self.body if "identity" in self._coded else brotli.decompress(self._coded["br"].body)

    def answer(self, accepted: str, known: str | None) -> tuple[str, Headers, bytes]:
        """Return status, headers and body for an Accept-Encoding and an If-None-Match."""
        coded = self.coded(accepted)
        if known is not None and (known == coded.etag or parse_etags(known).contains_weak(coded.etag.strip('"'))):
            return "304 NOT MODIFIED", coded.unchanged, b""
        return "200 OK", coded.whole, coded.body

    def _other(self, coding: str) -> Coded:
        if coding == "gzip":
            return self._keep("gzip", gzip.compress(self.plain(), compresslevel=6, mtime=0))
        return self._made("identity", self.plain())

    def _keep(self, coding: str, body: bytes) -> Coded:
        self._coded[coding] = made = self._made(coding, body)
        return made

    def _made(self, coding: str, body: bytes) -> Coded:
        etag = f'"{self.validator}.{coding}"'
        unchanged = [*self.headers, ("Vary", "Accept-Encoding"), ("ETag", etag)]
        whole = [*unchanged, ("Content-Length", str(len(body)))]
        if coding != "identity":
            whole.append(("Content-Encoding", coding))
        return Coded(etag, body, whole, unchanged)


def named_by_content(body: bytes, headers: Headers) -> Answer:
    """Return an answer about no single thread: it ages with every change, and is known again by what it says."""
    return Answer(body, hashlib.sha256(body).hexdigest()[:20], headers)


@lru_cache(maxsize=500)
def coding_of(accepted: str) -> str:
    """Return the best coding that an Accept-Encoding allows: `br`, `gzip` or `identity`."""
    wishes = parse_accept_header(accepted, Accept)
    return next((coding for coding in ("br", "gzip") if wishes[coding] > 0), "identity")


def respond(answer: Answer) -> Response:
    """Return an answer as Flask's response to this request."""
    known = request.headers.get("If-None-Match")
    status, headers, body = answer.answer(request.headers.get("Accept-Encoding", ""), known)
    return Response(body, status=status, headers=headers)
