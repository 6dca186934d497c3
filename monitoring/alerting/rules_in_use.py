from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from monitoring.alert_rules import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return the rules of all lists that the settings name."""
    lists = [import_string(path) for path in settings.ALERT_RULES]
    return tuple(rule for each in lists for rule in each)


def rule_named(name: str) -> Rule | None:
    """Return a rule; None for one that only an older version of the site had."""
    return next((rule for rule in all_rules() if rule.name == name), None)
