"""The shapes on the wire, and the only place that says marshmallow. OpenAPI is generated from these classes."""
