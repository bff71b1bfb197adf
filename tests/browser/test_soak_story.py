"""A thousand navigations of a single-page app leave nothing behind: no frame, no listener, no node, no memory."""

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Page
from rig_names import BLOG
from rig_pages import HostPages, article

COUNTED = ("Documents", "Frames", "Nodes", "JSEventListeners")
TRIES = 200  # collections of garbage, in which what is on its way out has the time to go
GROWTH = 300_000  # bytes that a browser may keep for its own reasons: 300 for each navigation
APP = """<main><div class="far"></div></main><script>
const place = document.querySelector("main");
const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
let thread;
const mount = loading => {
  thread?.remove();
  thread = document.createElement("rejoinder-thread");
  thread.setAttribute("loading", loading);
  place[loading === "lazy" ? "append" : "prepend"](thread);
};
// Every third navigation makes a new element, as most routers do; the others change the page of the one that is there.
async function navigate(from, to, loading) {
  for (let at = from; at < to; at += 1) {
    history.replaceState({}, "", `/app/${at}`);
    if (at % 3 === 0 || at === from) mount(loading);
    const shown = loading === "eager" && new Promise(done => addEventListener("rejoinder:ready", done, { once: true }));
    thread.setAttribute("page", location.href);
    if (at % 3 === 1) thread.setAttribute("theme", at % 2 ? "dark" : "light");
    await (shown || at % 20 === 0 && drawn());
  }
  thread.remove();
  thread = null;
  await drawn();
}
</script>"""


@dataclass
class Ward:
    """What a page's process keeps, counted after its garbage was collected."""

    session: CDPSession

    def collected(self) -> tuple[dict[str, int], int]:
        """How many there are of each, and the bytes of the heap."""
        self.session.send("HeapProfiler.collectGarbage")
        found = {one["name"]: int(one["value"]) for one in self.session.send("Performance.getMetrics")["metrics"]}
        return {name: found[name] for name in COUNTED}, found["JSHeapUsedSize"]

    def at_rest(self, wanted: dict[str, int] | None = None) -> tuple[dict[str, int], int]:
        """The same as soon as it is no more than it was, or else does not change any more."""
        before = self.collected()
        for _ in range(TRIES):
            now = self.collected()
            if all(now[0][name] <= most for name, most in (wanted or before[0]).items()):
                return now
            before = now
        return before


def watch(page: Page) -> Ward:
    """Begin to count."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.enable")
    return Ward(session)


def test_a_thousand_navigations_leave_nothing_behind(page: Page, pages: HostPages) -> None:
    page.goto(pages.show(f"{BLOG}/app", article(APP)))
    page.wait_for_function("Boolean(customElements.get('rejoinder-thread'))")
    ward = watch(page)
    page.evaluate("navigate(0, 5, 'eager')")  # what is kept for good, such as styles and compiled code, is there now
    page.evaluate("navigate(5, 60, 'lazy')")
    counted, heap = ward.at_rest()
    page.evaluate("navigate(1000, 1035, 'eager')")
    page.evaluate("navigate(2000, 2965, 'lazy')")
    assert len(page.frames) == 1
    after, heap_after = ward.at_rest(counted)
    assert all(after[name] <= most for name, most in counted.items()), (after, counted)
    assert heap_after - heap < GROWTH
