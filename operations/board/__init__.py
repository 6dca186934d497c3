"""The door for supervisors: the live board."""
