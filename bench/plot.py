"""The plot of growth as SVG: both axes logarithmic, a line for each target, drawn without a library."""

import math

from bench.figures import Record, chosen, median

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 780, 420, 90, 210, 30, 50
LINES = (  # target, kind, colour, dashes
    ("Rejoinder", "kept", "#1a6b3c", ""),
    ("Rejoinder", "fresh", "#1a6b3c", "6 4"),
    ("Isso", "kept", "#b3541e", ""),
    ("Isso", "fresh", "#b3541e", "6 4"),
    ("Waline", "kept", "#2a52a3", ""),
    ("Waline", "fresh", "#2a52a3", "6 4"),
)
STYLE = "text{font:13px sans-serif;fill:#333}.grid{stroke:#ddd}.line{fill:none;stroke-width:2.5}"
Point = tuple[float, float]


def growth_plot(records: list[Record]) -> str:
    """Return the time to open a thread against the number of its comments."""
    series = [(name, kind, colour, dashes, _points(records, name, kind)) for name, kind, colour, dashes in LINES]
    series = [one for one in series if one[4]]
    times = [milliseconds for *_, points in series for _, milliseconds in points] or [1.0]
    low, high = math.floor(math.log10(min(times))), max(math.ceil(math.log10(max(times))), 1)
    parts = [_grid(low, high)]
    for place, (name, kind, colour, dashes, points) in enumerate(series):
        stroke = f'stroke="{colour}"' + (f' stroke-dasharray="{dashes}"' if dashes else "")
        path = " ".join(f"{_across(x):.1f},{_up(y, low, high):.1f}" for x, y in points)
        parts.append(f'<polyline class="line" {stroke} points="{path}"/>')
        parts.append(_legend(place, f"{name}, {kind}", stroke))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f"<title>Milliseconds to open a thread against its number of comments</title><style>{STYLE}</style>"
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _points(records: list[Record], name: str, kind: str) -> list[Point]:
    mine = chosen(records, section=f"growth {kind}", target=name)
    sizes = sorted({one["comments"] for one in mine})
    found = ((float(size), median(chosen(mine, comments=size), "p50_ms")) for size in sizes)
    return [(size, time) for size, time in found if time]


def _grid(low: int, high: int) -> str:
    parts = []
    for power in range(1, 6):
        x = _across(10.0**power)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(_text(x, HEIGHT - BOTTOM + 20, f"{10**power:,}", "middle"))
    for power in range(low, high + 1):
        y = _up(10.0**power, low, high)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{10.0**power:,g} ms", "end"))
    parts.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "comments in the thread", "middle"))
    return "".join(parts)


def _legend(place: int, text: str, stroke: str) -> str:
    x, y = WIDTH - RIGHT + 20, TOP + 20 + 24 * place
    return f'<line class="line" {stroke} x1="{x}" x2="{x + 34}" y1="{y}" y2="{y}"/>' + _text(x + 42, y + 4, text)


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'


def _across(comments: float) -> float:
    return LEFT + (math.log10(comments) - 1) / 4 * (WIDTH - RIGHT - LEFT)


def _up(milliseconds: float, low: int, high: int) -> float:
    share = (math.log10(milliseconds) - low) / ((high - low) or 1)
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP)
