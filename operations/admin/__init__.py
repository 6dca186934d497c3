"""The door for supervisors, operators and auditors: Django's own admin, one file a noun family.

Whom a page is for is in `rights`, what of it they see is in `scope`; a noun of which neither says
anything cannot be shown. Whatever changes the work itself goes through `actions`. `nouns` opens
all of it.
"""
