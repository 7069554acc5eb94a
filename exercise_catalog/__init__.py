"""What exists: the exercises, with the facts that rules speak about. Knows no person, no rule, no HTTP."""
