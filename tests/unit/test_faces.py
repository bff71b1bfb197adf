"""Faces drawn for people who have no picture."""

from xml.etree import ElementTree as ET

from widget.core.faces import HUES, SHAPES, draw_face

MANY = [f"https://accounts.google.com {number}" for number in range(600)]


def test_the_same_person_has_the_same_face():
    assert draw_face("https://x.com 17") == draw_face("https://x.com 17")


def test_every_hue_meets_every_shape():
    assert len({draw_face(seed) for seed in MANY}) == len(HUES) * len(SHAPES)


def test_a_face_is_a_whole_square_svg_document():
    root = ET.fromstring(draw_face("Ada"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.attrib["viewBox"] == "0 0 32 32"


def test_a_face_has_two_tones_and_loads_nothing():
    face = draw_face("Ada")
    assert face.count("fill=") == 2
    assert "href" not in face
    assert "url(" not in face


def test_nothing_of_the_seed_shows_in_the_face():
    assert "evil" not in draw_face('"><script>evil()</script>')
