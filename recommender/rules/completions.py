"""Which answers that are still missing could complete a combination, worked out once from its conditions. Judges nobody."""

from typing import Any

from recommender.rules.tables import behind, reads, tests_of

Row = dict[str, Any]

# These have lists of their own: what is open among them is asked anyway.
_LISTED = ("red_flags", "conditions")


def completions(rules: list[Row], facts: list[Row], fields: list[Row]) -> list[Row]:
    """One row for each field that a combination reads: the values of it that would count toward the combination.

    `facts` are the derived facts in the order of need, `fields` those of the intake in the order of asking.
    """
    return [
        {"rule": rule["id"], "field": field["name"], "values": values, "derived": [fact["fact"] for fact in needed]}
        for rule in rules
        if rule["group"] == "combination"
        for needed in [behind(reads(rule["when"]), facts)]
        for field in fields
        if field["name"] not in _LISTED
        for values in [_values(field["name"], [rule["when"], *(fact["when"] for fact in needed)])]
        if values
    ]


def _values(field: str, conditions: list[Row]) -> list[Any]:
    found = [value for test in tests_of(field, conditions) for value in _counting(test)]
    return [value for place, value in enumerate(found) if value not in found[:place]]


def _counting(test: Row) -> list[Any]:
    """Values that make a test true."""
    match test["is"]:
        case "equal_to" | "at_least" | "at_most":
            return [test["value"]]
        case "any_of":
            return list(test["value"])
        case "contains":
            return [[test["value"]]]
        case "more_than":
            return [test["value"] + 1]
        case "less_than":
            return [test["value"] - 1]
    return []
