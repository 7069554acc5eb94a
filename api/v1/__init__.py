"""The public endpoints, one a file. Each says what it needs; a route that says nothing is refused."""
