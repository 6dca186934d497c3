"""The port: everything that knows what a ship is."""
