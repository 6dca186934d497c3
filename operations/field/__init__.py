"""The door for tablets: the shell of the field app, its service worker and its API."""
