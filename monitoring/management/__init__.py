"""The door for operators: the port's commands."""
