"""What should this person do, and why. Standard library only, but for `training/`; same inputs, same answer."""
