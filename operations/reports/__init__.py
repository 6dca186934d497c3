"""Documents: built from what queries tell, then rendered."""
