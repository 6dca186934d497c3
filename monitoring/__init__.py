"""The engine room: what keeps any site alive and tells how it is. It knows nothing of ships."""
