"""Plain text of a cell, the same for every format: spaces, lines, typed bullets and links."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

_SPACES = (
    "\t\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_DROPPED = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_LINE_ENDS = "\r\v\x85\u2028\u2029"
# Symbol and Wingdings put their glyphs into the private area; the few that offices use as bullets and marks.
_SYMBOLS = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "•", "\uf076": "•", "\uf075": "•", "\uf06e": "▪", "\uf06c": "•",
    "\uf02d": "-", "\uf0be": "—", "\uf0fc": "✓", "\uf0fe": "☒", "\uf0a8": "☐", "\uf06f": "☐", "\uf0b0": "°",
    "\uf0b1": "±", "\uf0b3": "≥", "\uf0a3": "≤", "\uf0e0": "→", "\uf0ae": "→",
}  # fmt: skip
_REPLACED = (
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_DROPPED, "")
    | dict.fromkeys(_LINE_ENDS, "\n")
    | {"\r\n": "\n", "\u2011": "-"}
    | _SYMBOLS
)
# Whatever else is listed here (control signs, half characters, private glyphs) cannot be printed and is dropped.
_ODD = re.compile(
    f"\r\n|[{_SPACES}{_DROPPED}{_LINE_ENDS}\u2011\0-\x08\x0e-\x1f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]"
)
_TYPED_BULLET = re.compile(r"^[•·▪▫◦●○■□‣∙➢➤*–—−-] +(?=\S)")
_LONGEST_ADDRESS = 2_000
_SCHEME_OF_WWW = re.compile(r"https?://(?=www\.)")
_WEB_ADDRESS = re.compile(r"(?:https?|ftp)://\S", re.IGNORECASE)


def plain(text: str) -> str:
    """Text with ordinary spaces and ``\\n`` only; composed letters (an «й» typed on a Mac is one character)."""
    return unicodedata.normalize("NFC", _ODD.sub(lambda match: _REPLACED.get(match[0], ""), text))


def tidy(text: str) -> str:
    """Lines stripped, typed bullets as ``– ``, blank lines single between others and none at the ends."""
    lines: list[str] = []
    for raw in plain(text).split("\n"):
        line = _TYPED_BULLET.sub("– ", raw.strip())
        if line or (lines and lines[-1]):
            lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def link(words: str, target: str) -> str:
    """``words (address)``; the words alone where they say the address already (``www.a.ru`` says its scheme) or the
    target is none for readers (a file on somebody's disk, a script). Spaces around the words stay outside."""
    inner = words.strip()
    address = _address(target)
    if not inner or not address:
        return words
    if _comparable(address) in _comparable(inner):
        return words
    head, tail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{head}{inner} ({address}){tail}"


def _address(target: str) -> str:
    target = target.strip()
    if len(target) > _LONGEST_ADDRESS:
        return ""
    if target.casefold().startswith("mailto:"):
        return unquote(target[len("mailto:") :].partition("?")[0]).strip()
    if target.casefold().startswith("www."):
        target = f"http://{target}"
    if not _WEB_ADDRESS.match(target):
        return ""
    # Brackets end the address in our notation, a space ends it everywhere.
    return re.sub(r"\s", "%20", target).replace("(", "%28").replace(")", "%29")


def _comparable(address: str) -> str:
    return _SCHEME_OF_WWW.sub("", unquote(address).casefold()).rstrip("/")
