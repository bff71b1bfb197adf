"""How signing in ends in Chromium, as docs/browsers.md says."""

from engine_stories import EngineStories


class TestChromium(EngineStories):
    engine = "Chromium"
