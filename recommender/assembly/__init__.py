"""From ranked exercises to weeks of sessions. Chooses among what the rules admitted; caps are applied last."""
