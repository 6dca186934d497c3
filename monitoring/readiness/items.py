"""The report's checklist and its six success metrics: one line each, in its own words."""

from monitoring.readiness import capacity, resilience, safety, service
from monitoring.readiness.grounds import Item

# What to do when a promise is not kept.
_KEY = "set SECRET_KEY to 50 or more random characters; deploy/make_secrets makes one"
_POOLER = (
    "name PostgreSQL itself in DATABASE_URL, or a pooler in session mode: "
    'docs/deployment.md, "More of it"'
)
_REDIS = 'the cache must be monitoring.resilient_cache: docs/runbook.md, "redis-down"'
_MEMORY = (
    "set MEMORY_LIMIT_MB to what the container has, give it more, or lower WEB_WORKERS: "
    'docs/runbook.md, "memory-high"'
)
_WORKERS = "leave WEB_WORKERS at 0 and -w out of the start; manage.py worker_plan says what fits"
_HEADERS = (
    "leave SERVED_OVER_HTTPS at yes, and let the proxy pass every header on: "
    'docs/deployment.md, "TLS, and who the client is"'
)
_PROXY = 'let the proxy pass /health and /health/quick on: docs/deployment.md, "In Kubernetes"'
_LOG = "set LOG_FORMAT=JSON; docs/logs.md explains the lines"
_SLOW = 'give it more processors, or measure when nobody works: docs/runbook.md, "slow-answers"'
_END = "start it with this gunicorn.conf.py, and give it 35 s to stop"
_HTTPS = (
    "leave SERVED_OVER_HTTPS at yes, put a proxy with TLS in front and name it in TRUSTED_PROXIES: "
    'docs/deployment.md, "TLS, and who the client is"'
)
_LIMITS = "look at RATELIMIT_ENABLE and at the cache of rate limits; neither has a setting"
_FAULT = 'look for the error in the log of the site: docs/runbook.md, "errors"'
_DEBUG = "leave DEBUG out"
_HEALTH = "manage.py health says more of each check, and manage.py check --deploy of each setting"

ITEMS = (
    Item(
        "secret_key", "critical", "SECRET_KEY configured, no fallback", resilience.secret_key, _KEY
    ),
    Item(
        "database_connections",
        "critical",
        "Database connections are kept",
        resilience.database_connections,
        _POOLER,
    ),
    Item(
        "circuit_breaker",
        "critical",
        "Redis resilience with circuit breaker",
        resilience.circuit_breaker,
        _REDIS,
    ),
    Item(
        "memory_watch",
        "critical",
        "Memory monitoring with thresholds",
        capacity.memory_watch,
        _MEMORY,
    ),
    Item("workers", "critical", "Worker count fits the container", capacity.workers, _WORKERS),
    Item(
        "strict_headers",
        "critical",
        "Security headers are strict",
        safety.headers_are_strict,
        _HEADERS,
    ),
    Item(
        "health_pages",
        "critical",
        "Health check endpoints functional",
        service.health_pages,
        _PROXY,
    ),
    Item(
        "errors_and_logs",
        "critical",
        "Errors handled, logs structured",
        service.errors_and_logs,
        _LOG,
    ),
    Item("p95", "performance", "95 of 100 answers below 200 ms", capacity.p95, _SLOW),
    Item(
        "memory",
        "performance",
        "Memory below 85 % of the limit",
        capacity.memory_below_limit,
        _MEMORY,
    ),
    Item(
        "no_interruption",
        "performance",
        "No interruption when a dependency fails",
        resilience.no_interruption,
        _REDIS,
    ),
    Item("graceful_end", "performance", "Graceful shutdown", service.graceful_end, _END),
    Item("https_only", "security", "HTTPS enforced", safety.https_only, _HTTPS),
    Item(
        "every_answer",
        "security",
        "Security headers on all answers",
        safety.security_headers,
        _HEADERS,
    ),
    Item("rate_limit", "security", "Rate limiting functional", safety.rate_limit, _LIMITS),
    Item("bad_input", "security", "Input validated", safety.bad_input, _FAULT),
    Item("no_debug", "security", "No debug mode", safety.no_debug, _DEBUG),
    Item(
        "healthy",
        "success",
        "1. /health is 200, all checks passing",
        service.all_checks_pass,
        _HEALTH,
    ),
    Item("hundred_users", "success", "2. 100 users at once", capacity.hundred_users, _SLOW),
    Item(
        "memory_after_load",
        "success",
        "3. Memory stays below 85 %",
        capacity.memory_below_limit,
        _MEMORY,
    ),
    Item(
        "redis_gone",
        "success",
        "4. A Redis failure reaches no user",
        resilience.no_interruption,
        _REDIS,
    ),
    Item(
        "headers_everywhere",
        "success",
        "5. Security headers everywhere",
        safety.security_headers,
        _HEADERS,
    ),
    Item(
        "workers_fit", "success", "6. Workers respect the memory limit", capacity.workers, _WORKERS
    ),
)
