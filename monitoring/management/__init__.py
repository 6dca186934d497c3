"""The door for operators: the commands of any site."""
