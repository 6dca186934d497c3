"""Pure rules: values in, an answer out. No database, clock, cache or settings."""
