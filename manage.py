#!/usr/bin/env python
"""The operator's commands; ``manage.py help`` lists them."""

import os
import sys

from django.core.management import execute_from_command_line

from stevedores.env import BadSetting

# sysexits.h: something was found in an unconfigured or misconfigured state.
EXIT_MISCONFIGURED = 78


def main() -> None:
    """Run the command on the command line; a bad setting is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevedores.settings")
    try:
        execute_from_command_line(sys.argv)
    except BadSetting as bad_setting:
        sys.stderr.write(f"Cannot start: {bad_setting}\n")
        sys.exit(EXIT_MISCONFIGURED)


if __name__ == "__main__":
    main()
