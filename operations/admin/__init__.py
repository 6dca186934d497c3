"""The door for supervisors in Django admin."""
