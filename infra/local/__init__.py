"""The local DynamoDB: its tables and the engine that serves them, on loopback only."""
