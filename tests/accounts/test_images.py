"""Emblems: what is taken, how it is drawn anew, what is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from accounts.images import BadImage, clean_emblem


def picture(kind: str, size: tuple[int, int] = (600, 800), mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red" if mode != "CMYK" else None).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (picture("PNG"), "png"),
        (picture("PNG", mode="P"), "png"),
        (picture("PNG", mode="RGBA"), "png"),
        (picture("JPEG"), "jpg"),
        (picture("JPEG", mode="CMYK"), "jpg"),
    ],
)
def test_taken_and_made_small(data: bytes, extension: str) -> None:
    clean, its = clean_emblem(data)
    with Image.open(BytesIO(clean)) as opened:
        assert (its, opened.size) == (extension, (360, 480))


def test_a_small_one_keeps_its_size_and_transparency() -> None:
    clean, _ = clean_emblem(picture("PNG", (40, 48), "RGBA"))
    with Image.open(BytesIO(clean)) as opened:
        assert (opened.size, opened.mode) == ((40, 48), "RGBA")


def test_nothing_hidden_comes_along() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    data = picture("PNG", pnginfo=notes) + b"<?php evil ?>"
    clean, _ = clean_emblem(data)
    assert (b"script" in data, b"script" in clean, b"php" in clean) == (True, False, False)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Это не картинка"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Это не картинка"),
        (picture("GIF"), "Это не картинка"),
        (picture("BMP"), "Это не картинка"),
        (picture("PNG")[:200], "Картинка повреждена"),
        (picture("JPEG")[:700], "Картинка повреждена"),
        (picture("PNG", (6001, 1)), "Картинка слишком велика"),
    ],
)
def test_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadImage, match=words):
        clean_emblem(data)
