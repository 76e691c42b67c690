"""Emblems that offices upload: checked for what they really are, made small, written anew."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 2 * 1024 * 1024
MAX_SIDE = 6000
# The emblem is shown at most 48 px high; this leaves room for dense screens and for print.
KEPT_SIDE = 480
_EXTENSIONS = {"PNG": "png", "JPEG": "jpg"}


class BadImage(ValueError):
    """Not an emblem we can take; the message is a Russian sentence."""


def clean_emblem(data: bytes) -> tuple[bytes, str]:
    """The picture drawn anew, without anything hidden in the file, and its extension.

    Raises BadImage for anything but a PNG or JPEG of a sane size.
    """
    try:
        with Image.open(BytesIO(data), formats=list(_EXTENSIONS)) as opened:
            if max(opened.size) > MAX_SIDE:
                raise BadImage(f"Картинка слишком велика: больше {MAX_SIDE} точек по стороне. Уменьшите ее.")
            kind = opened.format or "PNG"
            picture = ImageOps.exif_transpose(opened)
            picture = picture.convert("RGBA" if kind == "PNG" else "RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise BadImage(
            "Это не картинка PNG или JPEG. Выберите файл с гербом в одном из этих видов."
        ) from None
    except (OSError, SyntaxError, ValueError) as error:
        if isinstance(error, BadImage):
            raise
        raise BadImage("Картинка повреждена и не открывается. Сохраните ее заново и повторите.") from None
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    out = BytesIO()
    picture.save(out, kind, optimize=True)
    return out.getvalue(), _EXTENSIONS[kind]
