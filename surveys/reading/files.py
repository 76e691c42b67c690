"""A file or a pasted text -> ReadSurvey."""

from __future__ import annotations

from collections.abc import Collection

from surveys.reading.outcome import ReadSurvey, UnreadableSurvey


def read_survey(data: bytes, filename: str, *, ours: Collection[str] = ()) -> ReadSurvey:
    """The survey in a file; its content, not its name, says which format it is.

    ``ours``: the names of this municipality in any case, by which our row or column is found where a table shows
    several. Raises `UnreadableSurvey`.
    """
    raise UnreadableSurvey("")


def read_survey_text(text: str, *, ours: Collection[str] = ()) -> ReadSurvey:
    """The survey in a pasted text. Raises `UnreadableSurvey`."""
    raise UnreadableSurvey("")
