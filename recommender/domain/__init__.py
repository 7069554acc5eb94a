"""The words of the heart: facts, profile, gate, program, trace. Knows no rule, no file and no clock."""
