"""The wiring: settings, addresses and the way in for gunicorn. It knows nothing of ships."""
