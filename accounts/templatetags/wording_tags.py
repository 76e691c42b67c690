"""Filters over `accounts.wording`: Russian plurals, moments and sizes in templates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from accounts import wording

register = template.Library()


@register.filter
def plural(count: int, forms: str) -> str:
    """``{{ n|plural:"строка,строки,строк" }}``: the word alone."""
    return wording.plural(count, *forms.split(","))


@register.filter
def counted(count: int, forms: str) -> str:
    """``{{ n|counted:"строка,строки,строк" }}``: the number with its word."""
    return wording.counted(count, *forms.split(","))


@register.filter
def counted_dative(count: int, forms: str) -> str:
    """``{{ n|counted_dative:"строке,строкам" }}``: the dative knows two forms only."""
    one, many = forms.split(",")
    return wording.counted(count, one, many, many)


@register.filter
def number_words(value: int | Decimal) -> str:
    return wording.number_words(value)


@register.filter
def date_words(day: date) -> str:
    return wording.date_words(day)


@register.filter
def moment_words(moment: datetime) -> str:
    return wording.moment_words(timezone.localtime(moment))


@register.filter
def file_size_words(size: int) -> str:
    return wording.file_size_words(size)
