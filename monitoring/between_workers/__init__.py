"""What workers of one site share without a database: a few bytes, and whose turn it is."""
