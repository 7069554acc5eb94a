"""The use cases. Knows stores and the heart; knows no HTTP and no wire format."""
