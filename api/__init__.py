"""How the world asks: HTTP, keys, storage. Translates; holds no clinical sentence and no clinical number."""
