"""What an alert is made of: its bounds, its words, and its ways to people."""
