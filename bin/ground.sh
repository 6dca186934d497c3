# What the programs of bin/ share; sourced by them, from the project's folder.
# shellcheck shell=bash

VENV=.venv
VENV_PYTHON=$VENV/bin/python
OLDEST_PYTHON='(3, 11)'
# A fresh environment takes 250 MB for running and 600 MB for testing.
NEEDED_DISK_MB=700

say() { printf '%s: %s\n' "$COMMAND" "$*" >&2; }

fail() {
  say "$*"
  exit "${EXIT_FAILED:-1}"
}

is_new_enough() { "$1" -c "import sys; sys.exit(sys.version_info < $OLDEST_PYTHON)" 2>/dev/null; }

find_python() {
  local candidate
  # A Python that somebody named is used or refused, never replaced by another one.
  if [ -n "${PYTHON:-}" ]; then
    is_new_enough "$PYTHON" || fail "PYTHON=$PYTHON is not a Python 3.11 or newer."
    printf '%s' "$PYTHON"
    return
  fi
  for candidate in python3 python3.13 python3.12 python3.11 python3.14; do
    if is_new_enough "$candidate"; then
      printf '%s' "$candidate"
      return
    fi
  done
  fail "no Python 3.11 or newer found. Install one (python3), or name it: PYTHON=/path/to/python3 $COMMAND"
}

require_room() {
  [ -w . ] || fail "cannot write to $PWD: check who owns the folder."
  local free_mb
  free_mb=$(df -Pk . | awk 'NR == 2 {print int($4 / 1024)}')
  [ "${free_mb:-$NEEDED_DISK_MB}" -ge "$NEEDED_DISK_MB" ] ||
    fail "$free_mb MB are free on this disk, $NEEDED_DISK_MB MB are needed."
}

# Make the virtual environment, again when its Python is gone or it was moved.
ensure_venv() {
  if is_new_enough "$VENV_PYTHON" && "$VENV_PYTHON" -m pip --version >/dev/null 2>&1; then
    return
  fi
  require_room
  local python
  python=$(find_python)
  say "making the virtual environment in $VENV"
  "$python" -m venv --clear "$VENV" >/dev/null 2>&1 ||
    fail "this Python cannot make virtual environments: install its venv module (python3-venv on Debian and Ubuntu)."
}

# ensure_installed base|dev: install the pinned packages unless these very ones are there already.
ensure_installed() {
  local list=requirements/$1.txt stamp=$VENV/$1.installed wanted
  ensure_venv
  wanted=$("$VENV_PYTHON" -c 'import hashlib, pathlib, sys
print(hashlib.sha256(pathlib.Path(sys.argv[1]).read_bytes()).hexdigest())' "$list")
  [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
  require_room
  say "installing $list"
  # Without a cache of its own, pip leaves nothing outside this folder.
  PIP_NO_CACHE_DIR=${PIP_NO_CACHE_DIR:-${PIP_CACHE_DIR:+0}} \
    "$VENV_PYTHON" -m pip install --quiet --disable-pip-version-check --no-input \
    --require-hashes -r "$list" 2>"$VENV/pip.log" || {
    grep '^ERROR' "$VENV/pip.log" >&2 || tail -n 3 "$VENV/pip.log" >&2
    fail "could not install $list: is the package index reachable? pip's own words are in $VENV/pip.log."
  }
  printf '%s\n' "$wanted" >"$stamp"
}
