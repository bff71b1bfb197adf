"""Faces for people without a picture: two tones of one hue and one plain shape, the same for the same person."""

from hashlib import sha256

HUES = (
    ("#a9c6d6", "#2f6483"),  # sea
    ("#e5bfa6", "#a4512b"),  # clay
    ("#bccfae", "#4d7240"),  # leaf
    ("#d3bdd9", "#74477f"),  # plum
    ("#ecd69a", "#a1741a"),  # sun
    ("#b9bfdd", "#434f93"),  # night
)
SHAPES = (
    '<path d="M0 22 32 9v23H0z"/>',  # slope
    '<circle cx="21" cy="22" r="14"/>',  # moon
    '<circle cx="11" cy="37" r="20"/><circle cx="23" cy="10" r="4"/>',  # hill
    '<path d="M6 26C6 14 14 6 26 6c0 12-8 20-20 20z"/>',  # leaf
    '<path d="M7 32V17a9 9 0 0 1 18 0v15h-6V18a3 3 0 0 0-6 0v14z"/>',  # gate
    '<path d="M0 19h32v13H0z"/><circle cx="16" cy="19" r="8"/>',  # dawn
)


def draw_face(seed: str) -> str:
    """Return a square SVG document; `seed` chooses hue and shape and cannot be read back from it."""
    digest = sha256(seed.encode()).digest()
    ground, figure = HUES[digest[0] % len(HUES)]
    shape = SHAPES[digest[1] % len(SHAPES)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="96" height="96">'
        f'<path fill="{ground}" d="M0 0h32v32H0z"/><g fill="{figure}">{shape}</g></svg>'
    )
