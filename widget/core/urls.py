"""Addresses: which origin a page has, and which pages are one and the same."""

import hashlib
import re
from urllib.parse import SplitResult, parse_qsl, quote, unquote, unquote_to_bytes, urlencode, urlsplit, urlunsplit

from widget.core import signing

LONGEST = 2000  # characters of an address
TRACKERS = re.compile(
    r"utm_.*|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igsh(id)?|li_fat_id"
    r"|mc_[ce]id|_hs(enc|mi)|__hs(tc|sc|fp)|mkt_tok|vero_(id|conv)|oly_(anon|enc)_id|s_kwcid|_openstat|srsltid"
)
DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> str | None:
    """Return `scheme://host[:port]` of an http(s) address in canonical form; None for anything else.

    What browsers and servers could read differently (white space, backslashes, user names) has no origin.
    """
    parts = _split(url)
    if parts is None:
        return None
    host = parts.hostname or ""
    port = "" if parts.port in {None, DEFAULT_PORTS[parts.scheme]} else f":{parts.port}"
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}{port}"


def page_key(url: str) -> str | None:
    """Return what identifies the page at `url`, None when it is no http(s) address.

    Host without `www.`, port unless it is the default, path without trailing or doubled slashes, query sorted
    without known trackers; scheme and fragment are dropped. Escaping can make it long: then a hash ends it.
    """
    parts = _split(url)
    if parts is None:
        return None
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if parts.port in {None, *DEFAULT_PORTS.values()} else f":{parts.port}"
    segments = (quote(unquote_to_bytes(segment), safe=":@!$&'()*+,;=~-._") for segment in parts.path.split("/"))
    path = "".join(f"/{segment}" for segment in segments if segment)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKERS.fullmatch(pair[0])]
    query = f"?{urlencode(sorted(pairs))}" if pairs else ""
    key = f"{host}{port}{path}{query}"
    return key if len(key) <= LONGEST else f"{key[:1900]}#{hashlib.sha256(key.encode()).hexdigest()}"


def plain_page(url: str) -> str:
    """Return a page's address as it is kept: without known trackers and fragment, otherwise as it was sent."""
    parts = urlsplit(url)
    kept = [one for one in parts.query.split("&") if one and not TRACKERS.fullmatch(unquote(one.partition("=")[0]))]
    return urlunsplit(parts._replace(query="&".join(kept), fragment=""))


def thread_key(page: str, key: str | None) -> str:
    """Return a thread's key: the owner's own where there is one, else the page's."""
    return f"key:{key}" if key else f"page:{page_key(page)}"


def thread_id(site_secret: str, key: str) -> str:
    """Return the public id of the thread with this key: stable, and there without any row."""
    return signing.short_mac(site_secret, "thread", key)


def is_web_address(text: str) -> bool:
    """Whether `text` is an http(s) address that may be linked to."""
    return len(text) <= LONGEST and _split(text) is not None


def _split(url: str) -> SplitResult | None:
    if len(url) > LONGEST or re.search(r"[\s\\\x00-\x1f\x7f]", url):
        return None
    try:
        parts = urlsplit(url)
        host = _host(parts.hostname or "")
        port = parts.port
    except ValueError:  # a port that is no number, an unclosed bracket, a label that IDNA refuses
        return None
    if parts.scheme not in DEFAULT_PORTS or not host or parts.username is not None or port == 0:
        return None
    return parts._replace(netloc=host + (f":{port}" if port else ""))


def _host(name: str) -> str | None:
    host = name if name.isascii() else name.encode("idna").decode()
    if not re.fullmatch(r"[a-z0-9.:_-]+", host):
        return None
    return f"[{host}]" if ":" in host else host


def reply_path(thread_id: str, page: str, key: str | None, parent: str | None = None) -> str:
    """Return the address of the page on which one replies without scripts."""
    named = {"page": page, "key": key, "parent": parent}
    return f"/threads/{thread_id}/reply?{urlencode({name: value for name, value in named.items() if value})}"
