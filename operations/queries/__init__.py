"""Questions: read-only, each named after what it asks."""
