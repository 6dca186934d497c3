"""The report's checklist and its six success metrics: one line each, in its own words."""

from monitoring.readiness import capacity, resilience, safety, service
from monitoring.readiness.grounds import Item

ITEMS = (
    Item("secret_key", "critical", "SECRET_KEY configured, no fallback", resilience.secret_key),
    Item(
        "database_connections",
        "critical",
        "Database connections are kept",
        resilience.database_connections,
    ),
    Item(
        "circuit_breaker",
        "critical",
        "Redis resilience with circuit breaker",
        resilience.circuit_breaker,
    ),
    Item("memory_watch", "critical", "Memory monitoring with thresholds", capacity.memory_watch),
    Item("workers", "critical", "Worker count fits the container", capacity.workers),
    Item("strict_headers", "critical", "Security headers are strict", safety.headers_are_strict),
    Item("health_pages", "critical", "Health check endpoints functional", service.health_pages),
    Item("errors_and_logs", "critical", "Errors handled, logs structured", service.errors_and_logs),
    Item("p95", "performance", "95 of 100 answers below 200 ms", capacity.p95),
    Item("memory", "performance", "Memory below 85 % of the limit", capacity.memory_below_limit),
    Item(
        "no_interruption",
        "performance",
        "No interruption when a dependency fails",
        resilience.no_interruption,
    ),
    Item("graceful_end", "performance", "Graceful shutdown", service.graceful_end),
    Item("https_only", "security", "HTTPS enforced", safety.https_only),
    Item("every_answer", "security", "Security headers on all answers", safety.security_headers),
    Item("rate_limit", "security", "Rate limiting functional", safety.rate_limit),
    Item("bad_input", "security", "Input validated", safety.bad_input),
    Item("no_debug", "security", "No debug mode", safety.no_debug),
    Item("healthy", "success", "1. /health is 200, all checks passing", service.all_checks_pass),
    Item("hundred_users", "success", "2. 100 users at once", capacity.hundred_users),
    Item("memory_after_load", "success", "3. Memory stays below 85 %", capacity.memory_below_limit),
    Item("redis_gone", "success", "4. A Redis failure reaches no user", resilience.no_interruption),
    Item(
        "headers_everywhere", "success", "5. Security headers everywhere", safety.security_headers
    ),
    Item("workers_fit", "success", "6. Workers respect the memory limit", capacity.workers),
)
