"""What the site was like, minute by minute: taken, kept and read back."""
