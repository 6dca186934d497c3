"""What gunicorn runs of ours, and where it falls short; read before Django starts."""
