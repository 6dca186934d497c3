"""What the cache that goes on without Redis is made of."""
