#!/usr/bin/env python
"""The operator's commands; ``manage.py help`` lists them."""

import os
import sys

from stevedores import env

# sysexits.h: something was found in an unconfigured or misconfigured state.
EXIT_MISCONFIGURED = 78
# Nobody holds a thread while a migration or an import runs; a quarter of an hour means it hangs.
COMMAND_STATEMENT_SECONDS = 900
_OTHER_PYTHON = (
    "Use .venv/bin/python manage.py COMMAND, or bin/manage COMMAND for the site that bin/run runs."
)


def main() -> None:
    """Run the command on the command line; a bad setting is one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevedores.settings")
    try:
        # Not above: a Python without Django would end in a traceback and exit code 1, by which a
        # command says that it has found something.
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError as missing:
        sys.stderr.write(f"Cannot start: {sys.executable} has no {missing.name}. {_OTHER_PYTHON}\n")
        sys.exit(EXIT_MISCONFIGURED)
    try:
        env.suppose("DATABASE_STATEMENT_SECONDS", str(COMMAND_STATEMENT_SECONDS))
        execute_from_command_line(sys.argv)
    except env.BadSetting as bad_setting:
        sys.stderr.write(f"Cannot start: {bad_setting}\n")
        sys.exit(EXIT_MISCONFIGURED)


if __name__ == "__main__":
    main()
