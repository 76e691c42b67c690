"""Russian words of what an import has found, for its page and its command."""

from __future__ import annotations

from accounts.wording import counted
from reports.importing.outcome import SurveyOffer


def survey_words(offer: SurveyOffer) -> str:
    """«опрос жителей за 2021 год, 6 вопросов, 642 участника; заведён и поставлен под текст»"""
    fate = "в файле он найден, но не взят"
    if offer.is_taken:
        fate = (
            "он уже есть в портале, поставлен под текст"
            if offer.is_known
            else "заведён и поставлен под текст"
        )
    return f"{offer.heading}: {size_words(offer)}; {fate}."


def size_words(offer: SurveyOffer) -> str:
    """«6 вопросов, 642 участника»"""
    questions = counted(offer.questions, "вопрос", "вопроса", "вопросов")
    if offer.respondents is None:
        return questions
    return f"{questions}, {counted(offer.respondents, 'участник', 'участника', 'участников')}"
