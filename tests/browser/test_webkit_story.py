"""How signing in ends in WebKitGTK, as docs/browsers.md says."""

from engine_stories import EngineStories


class TestWebKitGTK(EngineStories):
    engine = "WebKitGTK"
