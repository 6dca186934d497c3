"""What an alert is made of: its rules, its words, and its ways to people."""
