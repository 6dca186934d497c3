"""All settings of the site, each from the environment; `.env.example` explains every one."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from monitoring.logs import LOG_FORMATS, LOG_LEVELS, log_settings
from stevedores import env
from stevedores.database_url import EXAMPLE as DATABASE_URL_EXAMPLE
from stevedores.database_url import SCHEMES as DATABASE_SCHEMES
from stevedores.database_url import database_from_url
from stevedores.email_url import EXAMPLE as EMAIL_URL_EXAMPLE
from stevedores.email_url import SCHEMES as EMAIL_SCHEMES
from stevedores.email_url import email_settings
from stevedores.security_headers import A_YEAR_SECONDS

# First parts of addresses that are not admin's: a test compares them with those in use.
TAKEN_PATHS = frozenset(
    {"calls", "field", "health", "live", "login", "logout", "metrics", "operations"}
    | {"second-factor", "static"}
)

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = env.required_text("SECRET_KEY", example="fifty-or-more-random-characters")
DEBUG = env.switch("DEBUG", default=False)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default="127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# Whose word on a client's address and scheme is taken.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
# Only for http://127.0.0.1 and http://localhost: browsers keep no secure cookie from plain http.
SERVED_OVER_HTTPS = env.switch("SERVED_OVER_HTTPS", default=True)

_database = env.url(
    "DATABASE_URL",
    default="sqlite:///var/stevedores.sqlite3",
    schemes=DATABASE_SCHEMES,
    example=DATABASE_URL_EXAMPLE,
)
# manage.py supposes more, for commands.
DATABASE_STATEMENT_SECONDS = env.whole_number(
    "DATABASE_STATEMENT_SECONDS", default=5, at_least=0, example="5"
)
DATABASES = {
    "default": database_from_url(
        _database, project_folder=BASE_DIR, statement_seconds=DATABASE_STATEMENT_SECONDS
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_redis = env.url(
    "REDIS_URL",
    default="",
    schemes=("redis", "rediss", "unix"),
    example="redis://cache.example:6379/0",
)
# Some ten times what a healthy Redis near by takes, and short enough that a page which waited for
# one in vain is still in time.
REDIS_TIMEOUT_SECONDS = 0.06
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "monitoring.resilient_cache.ResilientCache",
        "LOCATION": _redis.geturl(),
        "KEY_PREFIX": "stevedores",
        "OPTIONS": {
            "SOCKET_CONNECT_TIMEOUT": REDIS_TIMEOUT_SECONDS,
            "SOCKET_TIMEOUT": REDIS_TIMEOUT_SECONDS,
        },
    }
}
# Apart from what is cached: on recovery these are taken up again, and no flood of pages pushes a
# counter out.
CACHES["rate_limits"] = CACHES["default"] | {
    "KEY_PREFIX": "stevedores-limits",
    "OPTIONS": CACHES["default"]["OPTIONS"]
    | {"KEEPS_COUNTERS": True, "STAND_IN_MAX_ENTRIES": 20_000},
}
# How long one look at the database serves all who see the same; a board asks every five seconds.
SHARED_LOOK_SECONDS = env.whole_number("SHARED_LOOK_SECONDS", default=2, at_least=0, example="1")
# A tablet that was away all shift sends ten full batches and reads every ship: a tenth of this.
TABLET_REQUESTS_PER_MINUTE = env.whole_number(
    "TABLET_REQUESTS_PER_MINUTE", default=300, at_least=20, example="300"
)
RATELIMIT_USE_CACHE = "rate_limits"
RATELIMIT_VIEW = "stevedores.error_pages.too_many_requests"
# Never in the cache: with a fallback per process, a session that was ended would live on next door.
SESSION_ENGINE = "stevedores.sessions"

INSTALLED_APPS = [
    "stevedores",
    "operations",
    "operations.apps.PortAdminConfig",
    "monitoring",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
]
MIDDLEWARE = [
    "monitoring.middleware.count_requests",
    "stevedores.https_only.api_needs_https",
    "django.middleware.security.SecurityMiddleware",
    "stevedores.steady_policy.SteadyCSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "stevedores.body_size.SmallBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Nobody is signed in without a second factor where one is required: no page can forget it.
    "stevedores.second_factor.require_second_factor",
    "stevedores.origin.note_origin",
    # Closed unless a view says login_not_required: a forgotten decorator must not open a page.
    "stevedores.login_required.AskWhereItMatters",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_ratelimit.middleware.RatelimitMiddleware",
]
# Where admin is; what else the site has at its root cannot be its name.
ADMIN_PATH = env.site_path(
    "ADMIN_PATH", default="admin", taken=TAKEN_PATHS, example="back-office-7k2m"
)
ROOT_URLCONF = "stevedores.urls"
WSGI_APPLICATION = "stevedores.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

AUTH_USER_MODEL = "operations.User"
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"
# Whoever has a place in the office signs in with a code of an app besides the password.
OTP_REQUIRED = env.switch("OTP_REQUIRED", default=True)
OTP_TOTP_ISSUER = "Stevedores Dashboard"  # as authenticator apps name the account
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "operations.queries.password_policy.LengthValidator",
        # With a second factor eight would do; on tablets, and where none is required, it is alone.
        "OPTIONS": {"least": 12, "most": 200},
    },
    {"NAME": "operations.queries.password_policy.KnownWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "first_name", "last_name")},
    },
]
SESSION_COOKIE_SECURE = SERVED_OVER_HTTPS
CSRF_FAILURE_VIEW = "stevedores.error_pages.csrf_failed"
CSRF_COOKIE_SECURE = SERVED_OVER_HTTPS
# The prefix makes the browser refuse a cookie of that name from plain http or a sister domain.
SESSION_COOKIE_NAME = "__Host-session" if SERVED_OVER_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SERVED_OVER_HTTPS else "csrf"
# Wrong codes are counted beside wrong passwords. django-otp's own pause doubles without end, and
# whoever knows a password could shut its owner out for days.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
SESSION_COOKIE_AGE = 12 * 60 * 60  # one long shift, in seconds

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # Only what a template of ours wrote with the nonce of this answer. Admin and the field app
        # say "self" for themselves: Django's pages have no nonces, and a kept page would repeat it.
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Pages that are asked for over http are at https; the API is refused there by https_only.py.
SECURE_SSL_REDIRECT = SERVED_OVER_HTTPS
SECURE_HSTS_SECONDS = A_YEAR_SECONDS if SERVED_OVER_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SILENCED_SYSTEM_CHECKS = [
    # With it anybody may have every name of the port's domain put into browsers' lists, for good:
    # that is for the owner of the domain to say, in the proxy.
    "security.W021",
    # X-Frame-Options stands on every answer, also on those that Django never sees: the front door
    # sets it (security_headers.py).
    "security.W002",
    # It knows no cache but django-redis itself; ours is that one behind a breaker.
    "django_ratelimit.W001",
]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; a full batch of 500 events is below 1 MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # the widest admin form has a few hundred
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes; a bigger manifest goes through a file on disk

STATIC_URL = "/static/"
STATIC_ROOT = env.text("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "stevedores.static_storage.HashedStaticFiles"},
}
# What the field app loads: two files instead of 150. Each pack, and what it is made of, in order;
# a folder stands for all its files.
STATIC_PACKS = {
    "packs/field.css": ["css/tokens.css", "css/base.css", "css/pieces.css", "css/field/"],
    "packs/field.js": ["js/field/main.js"],
}
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
# Pages show the terminal's own zone; logs and the database speak UTC.
TIME_ZONE = "UTC"

# Tells every tablet to take the served build at once, not when its person says so.
FIELD_UPDATE_IS_URGENT = env.switch("FIELD_UPDATE_IS_URGENT", default=False)

# What the container may use, in MB; 0 means that nobody said.
MEMORY_LIMIT_MB = env.whole_number("MEMORY_LIMIT_MB", default=0, at_least=0, example="512")
# Worker processes that an operator asks for; 0 leaves it to memory and processors.
WEB_WORKERS = env.whole_number("WEB_WORKERS", default=0, at_least=0, example="2")

# Where `manage.py readiness` asks: a page and an API for anybody, and a page for who signed in.
READINESS_PATHS = {"page": LOGIN_URL, "api": "/field/api/v1/session", "private": "/"}

# Who brings it sees /metrics and the details of /health from anywhere; empty: nobody does.
MONITORING_TOKEN = env.text("MONITORING_TOKEN", default="", example="32-or-more-random-characters")
# Where people find the site, for words that are read elsewhere; empty: these name paths alone.
SITE_URL = env.site_address("SITE_URL", example="https://pier.example")
# Whom alerts are told, beside the log; nobody when nothing is set.
ALERT_EMAILS = env.words("ALERT_EMAILS")
_mail = email_settings(
    env.url("EMAIL_URL", default="", schemes=EMAIL_SCHEMES, example=EMAIL_URL_EXAMPLE),
    is_needed=bool(ALERT_EMAILS),
)
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.use_tls, _mail.use_ssl
EMAIL_BACKEND = "monitoring.alerting.timely_smtp.EmailBackend"
EMAIL_TIMEOUT = 5  # seconds for each step of a mail server
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", default="stevedores@localhost")
_webhook = env.url(
    "ALERT_WEBHOOK_URL",
    default="",
    schemes=("https", "http"),
    example="https://alerts.example/stevedores",
)
ALERT_WEBHOOK_URL = _webhook.geturl()
ALERT_WEBHOOK_SECRET = (
    env.required_text("ALERT_WEBHOOK_SECRET", example="thirty-or-more-random-characters")
    if ALERT_WEBHOOK_URL
    else env.text("ALERT_WEBHOOK_SECRET", default="")
)
# Whether this site writes its figures down each minute, and then has the alerts evaluated.
TAKES_SAMPLES = env.switch("TAKES_SAMPLES", default=True)
# What to do about each; pages and messages say it in the words of this file.
ALERT_RUNBOOK = BASE_DIR / "docs" / "runbook.md"
ALERT_RULES = ["monitoring.alerting.site_rules.RULES", "operations.port_rules.RULES"]

LOG_LEVEL = env.one_of("LOG_LEVEL", LOG_LEVELS, default="INFO")
LOG_FORMAT = env.one_of("LOG_FORMAT", LOG_FORMATS, default="JSON")
LOGGING = log_settings(
    LOG_FORMAT,
    LOG_LEVEL,
    secrets=env.secrets_in_use(),
    is_outage="monitoring.database.failures.database_is_away",
)
