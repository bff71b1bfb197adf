"""Rules of addresses that learn to build an address when somebody first asks them to.

werkzeug writes and compiles two functions for each rule as soon as the rule is known: for all of ours that is most of
what making the application takes, and a process asks few of them.
"""

from collections.abc import Callable
from functools import cache

from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule of Flask's. Should werkzeug rename what is put off here, it is done at once again."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002 (werkzeug's signature)
        compile_now = super()._compile_builder
        builder = cache(lambda: compile_now(append_unknown))
        return lambda rule, **values: builder()(rule, **values)
