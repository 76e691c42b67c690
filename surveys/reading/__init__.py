"""Surveys from files and texts: DOCX, XLSX, CSV and TXT in the shapes in which districts publish -> SurveyValue. Pure.

`read_survey` takes a file, `read_survey_text` a pasted text; `read_questions` finds the answers inside any
text, `survey_questions` where they are a survey.
"""

from surveys.reading.files import read_survey, read_survey_text
from surveys.reading.outcome import ReadSurvey, UnreadableSurvey
from surveys.reading.questions import ReadChoice, ReadQuestion, read_questions, survey_questions
from surveys.reading.template import template_rows

__all__ = [
    "ReadChoice",
    "ReadQuestion",
    "ReadSurvey",
    "UnreadableSurvey",
    "read_questions",
    "read_survey",
    "read_survey_text",
    "survey_questions",
    "template_rows",
]
