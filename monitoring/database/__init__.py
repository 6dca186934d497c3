"""What is known of the database: its failures, its writes, and who holds a connection to it."""
