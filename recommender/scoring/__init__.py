"""How well each exercise fits one person, as a sum of named parts. Orders what the rules leave; admits and releases nothing."""
