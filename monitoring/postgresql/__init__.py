"""The database backend that settings name as their engine."""
