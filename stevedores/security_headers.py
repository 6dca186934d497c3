"""The headers that every answer carries, whoever makes it: Django, the front door or gunicorn.

Standard library only: gunicorn needs them before Django starts.
"""

from stevedores import env

A_YEAR_SECONDS = 365 * 24 * 60 * 60
# Of what a page may ask the browser for: only to keep the screen awake while somebody counts.
_NOTHING = ("camera", "geolocation", "microphone", "payment", "usb")


def security_headers() -> dict[str, str]:
    """Return name → value; what Django sets more exactly for a page wins over these."""
    headers = {
        # For what is no page: an error, a file, JSON. Pages bring their own.
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(
            [*(f"{feature}=()" for feature in _NOTHING), "screen-wake-lock=(self)"]
        ),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if env.switch("SERVED_OVER_HTTPS", default=True):
        headers["Strict-Transport-Security"] = f"max-age={A_YEAR_SECONDS}; includeSubDomains"
    return headers
