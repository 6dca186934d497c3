"""Is this site ready to be relied on? Every promise is measured, on a site that runs."""
