"""Portraits of the demo's people, drawn flat: a ground, shoulders, a head and its hair."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from widget.demo.people import Look, Person

CANVAS = 1200  # drawn three times as large as the largest portrait, for smooth edges
FRAME = (120, 80, 1080, 1040)  # the part of the canvas that is shown
INK = "#2c211c"

Box = tuple[int, int, int, int]


@cache
def portrait(person: Person, size: int) -> bytes:
    """A square PNG of `size` pixels."""
    image = Image.new("RGB", (CANVAS, CANVAS), person.look.ground)
    draw = ImageDraw.Draw(image)
    draw_hair_behind(draw, person.look)
    draw_body(draw, person.look)
    draw_head(draw, person.look)
    draw_hair_before(draw, person.look)
    stream = BytesIO()
    image.resize((size, size), Image.Resampling.LANCZOS, FRAME).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def draw_body(draw: ImageDraw.ImageDraw, look: Look) -> None:
    draw.rounded_rectangle((170, 880, 1030, 1500), 300, look.shirt)
    draw.rounded_rectangle((500, 720, 700, 985), 100, shade(look.skin, 0.88))


def draw_head(draw: ImageDraw.ImageDraw, look: Look) -> None:
    for ear in ((345, 510, 445, 650), (755, 510, 855, 650)):
        draw.ellipse(ear, shade(look.skin, 0.94))
    draw.rounded_rectangle((390, 300, 810, 840), 210, look.skin)
    for eye in ((497, 548, 531, 588), (669, 548, 703, 588)):
        draw.ellipse(eye, INK)
    draw.line((600, 590, 588, 664, 612, 668), shade(look.skin, 0.8), 12, joint="curve")
    draw.arc((535, 650, 665, 750), 25, 155, shade(look.skin, 0.55), 14)


def draw_hair_behind(draw: ImageDraw.ImageDraw, look: Look) -> None:
    shapes: dict[str, list[Box]] = {
        "long": [(320, 240, 880, 1010)],
        "bun": [(480, 90, 720, 330), (350, 250, 850, 660)],
        "curls": [(290, 250, 560, 560), (640, 250, 910, 560), (260, 430, 500, 720), (700, 430, 940, 720)],
    }
    radius = {"long": 270, "bun": 250}.get(look.style, 140)
    for box in shapes.get(look.style, []):
        draw.rounded_rectangle(box, min(radius, (box[2] - box[0]) // 2), look.hair)


def draw_hair_before(draw: ImageDraw.ImageDraw, look: Look) -> None:
    """A cap of hair over the forehead, cut by an ellipse or a parting of the skin's colour."""
    draw.chord((380, 255, 820, 720), 180, 360, look.hair)
    if look.style in ("long", "bun"):
        draw.pieslice((400, 370, 800, 720), 180, 360, look.skin)
        draw.pieslice((380, 250, 700, 560), 180, 330, look.hair)
    elif look.style == "parted":
        draw.pieslice((400, 390, 800, 660), 180, 360, look.skin)
        draw.pieslice((480, 250, 840, 530), 185, 360, look.hair)
    else:
        draw.pieslice((415, 410, 785, 620), 180, 360, look.skin)
    if look.style == "curls":
        for left in range(360, 760, 95):
            draw.ellipse((left, 225, left + 170, 395), look.hair)
    if look.style == "beard":
        draw_beard(draw, look)


def draw_beard(draw: ImageDraw.ImageDraw, look: Look) -> None:
    draw.chord((390, 420, 810, 860), 5, 175, look.hair)
    draw.ellipse((520, 655, 680, 755), look.skin)
    draw.chord((515, 630, 685, 720), 180, 360, look.hair)
    draw.arc((548, 655, 652, 735), 25, 155, shade(look.skin, 0.55), 14)


def shade(colour: str, share: float) -> str:
    channels = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(channel * share):02x}" for channel in channels)
