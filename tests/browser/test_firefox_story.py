"""How signing in ends in Firefox, as docs/browsers.md says."""

from engine_stories import EngineStories


class TestFirefox(EngineStories):
    engine = "Firefox"
