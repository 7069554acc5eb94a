"""Where Backstart stands: the stack it needs in AWS and its stand-in on a developer's machine; the application imports nothing from here."""
