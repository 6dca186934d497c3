"""Figures as they are counted, gathered from all workers."""
