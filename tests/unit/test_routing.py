"""Rules that learn late: they build what Flask's own build, and compile nothing before that."""

from typing import Any

import pytest
from werkzeug.routing import Map, Rule

from widget.web.routing import Builder, LateRule

STATIC, PATH, QUERY = "/", "/static/<build>/<path:name>", "/threads/<thread>/comments"
VALUES: dict[str, dict[str, Any]] = {PATH: {"build": "b1", "name": "a/b.js"}, QUERY: {"thread": "t é", "after": 2}}


def addresses(kind: type[Rule], *patterns: str) -> list[str]:
    """What rules of this kind build, with what the pattern does not know as a query and without."""
    known = Map([kind(pattern, endpoint=pattern) for pattern in (STATIC, PATH, QUERY)]).bind("c.example.org")
    return [known.build(one, VALUES.get(one), append_unknown=more) for one in patterns for more in (True, False)]


def test_they_build_what_rules_of_flask_build() -> None:
    assert addresses(LateRule, STATIC, PATH, QUERY) == addresses(Rule, STATIC, PATH, QUERY)


def test_nothing_is_compiled_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = Rule._compile_builder

    def noting(rule: Rule, append_unknown: bool) -> Builder:
        compiled.append(rule.rule)
        return compile_now(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", noting)
    addresses(LateRule)
    assert compiled == []
    addresses(LateRule, PATH, PATH)
    assert compiled == [PATH, PATH]
