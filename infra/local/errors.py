"""What can go wrong with the local engine; every message says what to do.

EngineFailed                    it did not come up, and no other engine takes its place
└── DynamoDBLocalUnavailable    this machine cannot run Amazon's DynamoDB Local, so ministack may take its place
"""


class EngineFailed(RuntimeError):
    """The local engine could not be started."""


class DynamoDBLocalUnavailable(EngineFailed):
    """DynamoDB Local or what it needs to run is not to be had on this machine."""
