"""Rows and the engine that reads them. A rule can only take away, cap, hold back or prefer; it never admits."""
