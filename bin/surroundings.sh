# The surroundings of the site that bin/run runs; sourced by it and by bin/manage, after ground.sh.
# shellcheck shell=bash

SECRET=var/secret_key
DATABASE=var/stevedores.sqlite3
ACCOUNTS_OF_OUR_OWN=var/demo_accounts.txt

# Settings from .env, unless the environment has them already.
read_env_file() {
  local line name value
  [ -f .env ] || return 0
  # Split by hand: with "=" in IFS, read takes the one at the end of a value, as in base64, for its own.
  while IFS= read -r line || [ -n "$line" ]; do
    name=${line%%=*} value=${line#*=}
    # What bash takes for no name would end it, and look like something that a command has found.
    case "$name" in '' | [0-9]* | *[!A-Za-z0-9_]*) continue ;; esac
    value=${value%$'\r'}
    # A value may stand in quotes, as in files that Compose reads.
    case "$value" in \"*\" | \'*\') value=${value:1:${#value}-2} ;; esac
    [ -n "${!name:-}" ] || export "$name=$value"
  done <.env
}

ensure_secret_key() {
  [ -z "${SECRET_KEY:-}${SECRET_KEY_FILE:-}" ] || return 0
  [ -s "$SECRET" ] ||
    (umask 077 && "$VENV_PYTHON" -c 'import secrets; print(secrets.token_urlsafe(64))' >"$SECRET")
  export SECRET_KEY_FILE=$SECRET
}

# Where the accounts of the demo port are kept, for each database of its own: they open no other.
accounts_file() {
  local place=${DATABASE_URL:-}
  [ -z "${DATABASE_URL_FILE:-}" ] || place=$(cat "$DATABASE_URL_FILE" 2>/dev/null || true)
  place=${place#*://}
  # What stands before the @ and in the query are a name and a password.
  place=${place##*@} place=${place%%\?*}
  place=${place#/}
  case "$place" in
    '' | "$DATABASE") printf '%s' "$ACCOUNTS_OF_OUR_OWN" ;;
    *) printf 'var/demo_accounts.%s.txt' "$(printf '%s' "$place" | tr -c 'A-Za-z0-9.-' _ | tail -c 100)" ;;
  esac
}

# All that the site needs before it starts: packages, settings, a key.
surround() {
  read_env_file
  export PORT=${PORT:-8000} SERVED_OVER_HTTPS=${SERVED_OVER_HTTPS:-no}
  export OTP_REQUIRED=${OTP_REQUIRED:-no} LOG_FORMAT=${LOG_FORMAT:-text} LOG_LEVEL=${LOG_LEVEL:-WARNING}
  ensure_installed base
  mkdir -p var
  ensure_secret_key
}
