"""Drawings of the exercises: poses in YAML, one renderer, SVG that runs. Knows no person and gives no advice."""
