"""Somebody else's picture in, a small one of ours out: nothing of the original bytes is ever served."""

import io
import struct
import warnings

from PIL import Image, ImageOps

SIDE = 96  # pixels: sharp at 32 CSS pixels on every screen
MOST_PIXELS = 16_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
MEDIA_TYPE = "image/webp"
# what Pillow's readers raise for broken files of these formats, besides their own errors
BROKEN = (
    *(OSError, ValueError, SyntaxError, TypeError, ArithmeticError, LookupError, EOFError, MemoryError, struct.error),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)


class NotAPicture(Exception):
    """The bytes are no picture that may be shown."""


def shrink(content: bytes) -> bytes:
    """Return `content` (PNG, JPEG, WebP or GIF) as a square WebP of 96 pixels without metadata."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise NotAPicture("too many pixels")
                upright = ImageOps.exif_transpose(picture.convert("RGBA"))
    except BROKEN as error:
        raise NotAPicture(str(error)) from error
    small = ImageOps.fit(upright, (SIDE, SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, "WEBP", quality=82, method=4)
    return out.getvalue()
