"""Files into rows: manifests as lines and agents send them. No database, no Django."""
