"""The one place that tells people: each occasion once per person, in the inbox and by letter as they chose.

`recipients.py` finds out whom, `words.py` what to say, `telling.py` writes the rows; `occasions.py` has a function for
every deed, `daily.py` what the calendar brings, `inbox.py` what people do with what they were told.
"""

from plans.notices.daily import DAYS_AHEAD, tell_of_deadlines, write_digests
from plans.notices.inbox import (
    address_of,
    choose_delivery,
    inbox_of,
    mark_all_read,
    mark_read,
    read_with_entry,
    renew_calendar_key,
    settings_of,
    unread_count,
)
from plans.notices.occasions import (
    assigned,
    collection_moved,
    period_opened,
    reminded,
    report_returned,
    report_waits,
    returned,
)

__all__ = [
    "DAYS_AHEAD",
    "address_of",
    "assigned",
    "choose_delivery",
    "collection_moved",
    "inbox_of",
    "mark_all_read",
    "mark_read",
    "period_opened",
    "read_with_entry",
    "reminded",
    "renew_calendar_key",
    "report_returned",
    "report_waits",
    "returned",
    "settings_of",
    "tell_of_deadlines",
    "unread_count",
    "write_digests",
]
