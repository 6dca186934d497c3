"""The demo port: everything in it is invented, but for the places of UN/LOCODE."""
