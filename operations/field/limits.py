"""How often the field API may be asked. Tablets are told apart: a terminal shares one address."""

from django.conf import settings

from monitoring.rate_limit import Limit

TABLET = Limit("field-tablet", most=settings.TABLET_REQUESTS_PER_MINUTE)
# Whoever is no tablet of ours has nothing to do here but to become one.
STRANGER = Limit("field-stranger", most=300)
# Each costs a password's hashing, or is a guess at a code.
SIGN_IN = Limit("field-sign-in", most=20)
ENROL = Limit("field-enrol", most=30)
