"""Where recommendations and accounts are kept. Only `dynamodb.py` says botocore."""
