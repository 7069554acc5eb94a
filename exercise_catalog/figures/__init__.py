"""Drawings of the exercises, one file each; no code of its own."""
