"""Makes the portal's own fonts from Debian's fonts-paratype (`make fonts`), for pages and for pictures in
documents; the result is committed.

Each face is cut to Cyrillic, Latin and the signs of our pages, gets a narrow no-break space (PT has none and
our numbers need it) and another family name: the licence keeps the original names for unchanged fonts. Hints
are dropped: they are half of each file.
"""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

SOURCE = Path("/usr/share/fonts/truetype/paratype")
COPYRIGHT = Path("/usr/share/doc/fonts-paratype/copyright")
ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "fonts"
# What charts are written in by a library that knows no web fonts.
DRAWN_TARGET = ROOT / "reports" / "renderers" / "fonts"
DRAWN = ("og-sans-400", "og-sans-700")

# our file -> (Debian's file, our family, style)
FACES = {
    "og-sans-400": ("PTS55F", "OG Sans", "Regular"),
    "og-sans-700": ("PTS75F", "OG Sans", "Bold"),
    "og-serif-400": ("PTF55F", "OG Serif", "Regular"),
    "og-serif-700": ("PTF75F", "OG Serif", "Bold"),
    "og-sans-caption-400": ("PTC55F", "OG Sans Caption", "Regular"),
    "og-sans-caption-700": ("PTC75F", "OG Sans Caption", "Bold"),
    "og-sans-narrow-400": ("PTN57F", "OG Sans Narrow", "Regular"),
    "og-sans-narrow-700": ("PTN77F", "OG Sans Narrow", "Bold"),
    "og-mono-400": ("PTM55F", "OG Mono", "Regular"),
    "og-mono-700": ("PTM75F", "OG Mono", "Bold"),
}

THIN_SPACES = (0x2009, 0x202F)
CHARACTERS = {
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x400, 0x460),
    *range(0x490, 0x492),
    *range(0x2010, 0x2027),
    *THIN_SPACES,
    *(0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x20BD, 0x2116, 0x2122),
    *(0x2212, 0x2248, 0x2260, 0x2264, 0x2265),
}


def add_thin_spaces(font: TTFont) -> None:
    """Give the face an empty glyph, narrower than its space, for U+2009 and U+202F."""
    name, width = "thinspace", font["hmtx"]["space"][0] * 6 // 10
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = Glyph()
    font["hmtx"][name] = (width, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(dict.fromkeys(THIN_SPACES, name))


def rename(font: TTFont, family: str, style: str) -> None:
    """Put our family name in every name record that carried the original one; the copyright line stays."""
    full = f"{family} {style}"
    postscript = full.replace(" ", "-")
    names = {1: family, 2: style, 3: postscript, 4: full, 6: postscript, 16: family, 17: style, 18: full}
    table = font["name"]
    table.names = [record for record in table.names if record.nameID == 0]
    for name_id in (1, 2, 3, 4, 6):
        table.setName(names[name_id], name_id, 3, 1, 0x409)


def make_face(source: Path, target: Path, family: str, style: str) -> None:
    """Write one face, woff2 or ttf by its name; the same source gives the same bytes on every machine."""
    font = TTFont(source, recalcTimestamp=False)
    for table in ("DSIG", "hdmx", "LTSH", "GlyphOrder"):
        if table in font:
            del font[table]
    add_thin_spaces(font)
    options = Options(layout_features=["kern"], name_IDs=["*"], notdef_outline=True, hinting=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=CHARACTERS)
    subsetter.subset(font)
    rename(font, family, style)
    font.flavor = "woff2" if target.suffix == ".woff2" else None
    font.save(target)


def licence() -> str:
    """The ParaType licence as Debian ships it, without the file's markup."""
    block = COPYRIGHT.read_text(encoding="utf-8").split("Files: debian/*")[0]
    lines = block[block.index("Copyright:") :].splitlines()
    text = "\n".join("" if line.strip() == "." else line for line in lines)
    head, body = text.split("\n", 1)
    body = body.removeprefix("License: ParaType-Free-Font-License\n")
    note = (
        "The files beside this text are modified versions of the PT fonts: cut to the characters of this\n"
        "portal and renamed, as the licence asks. scripts/fonts.py makes them.\n"
    )
    return f"{note}\n{head}\n\n{textwrap.dedent(body).strip()}\n"


def main() -> None:
    """Make every face and the licence beside them."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--target", type=Path, default=TARGET)
    parser.add_argument("--drawn-target", type=Path, default=DRAWN_TARGET)
    given = parser.parse_args()
    if not SOURCE.is_dir():
        raise SystemExit("Нет исходных шрифтов. Установите пакет Debian: apt-get install fonts-paratype.")
    for target, ending, names in ((given.target, "woff2", FACES), (given.drawn_target, "ttf", DRAWN)):
        target.mkdir(parents=True, exist_ok=True)
        for name in names:
            source, family, style = FACES[name]
            make_face(SOURCE / f"{source}.ttf", target / f"{name}.{ending}", family, style)
        (target / "LICENSE.txt").write_text(licence(), encoding="utf-8")


if __name__ == "__main__":
    main()
