"""Who may change a survey."""

from __future__ import annotations

from accounts.permissions import Deed
from surveys.models import Survey


def deed_to_change(survey: Survey | None) -> Deed:
    """What a person must be allowed: what citizens see is changed by those who may show it to them; None for a new
    one."""
    is_public = survey is not None and survey.is_published
    return Deed.PUBLISH_SURVEYS if is_public else Deed.EDIT_SURVEYS
