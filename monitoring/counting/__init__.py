"""Figures: gathered from all workers, and kept by the minute."""
