"""The rules once more, slow and obvious, from the YAML alone: a second opinion on the engine that shares none of its code.

Yes, no and unknown are True, False and None. Nothing is sorted or compiled; a fact of one person is worked out once.
"""

import datetime as dt
from pathlib import Path

from exercise_catalog.strict_yaml import load_file

RULES = Path(__file__).parents[2] / "recommender" / "rules"
OUTCOMES = ["proceed", "proceed_modified", "consult_first", "urgent", "emergency"]
COMPARES = {
    "equal_to": lambda fact, value: fact == value,
    "any_of": lambda fact, value: any(fact == one for one in value),
    "contains": lambda fact, value: value in fact,
    "empty": lambda fact, _: len(fact) == 0,
    "not_empty": lambda fact, _: len(fact) > 0,
    "at_least": lambda fact, value: fact >= value,
    "at_most": lambda fact, value: fact <= value,
    "more_than": lambda fact, value: fact > value,
    "less_than": lambda fact, value: fact < value,
}
WHO_CLEARS = [None, "person", "clinician", "nothing"]


class Reference:
    """Judges answers by the tables as they are written."""

    def __init__(self, catalog_rows):
        tables = RULES / "tables"
        self.catalog = catalog_rows
        self.fields = load_file(RULES / "intake.yaml")["fields"]
        self.derived = {row["fact"]: row for row in load_file(RULES / "facts.yaml")["facts"]}
        self.flags = {row["flag"]: row for path in tables.glob("red_flags/*.yaml") for row in load_file(path)["rows"]}
        self.conditions = {path.stem: load_file(path) for path in tables.glob("conditions/*.yaml")}
        others = [path for path in tables.rglob("*.yaml") if path.parent.name not in {"red_flags", "conditions"} and path.name != "cells.yaml"]
        self.cells = load_file(tables / "cells.yaml")
        self.rows = [row for path in others for row in load_file(path)["rows"]]

    def gate(self, answers, today):
        """(outcome, who clears it, screening)."""
        person = Person(self, answers, today)
        gates = [row["then"]["gate"] for row in self.rows if "gate" in row["then"] and person.in_force(row)]
        findings = [(gate["outcome"], gate.get("cleared_by")) for gate in gates]
        findings += [(flag["outcome"], flag["cleared_by"]) for name, flag in self.flags.items() if person.fact(f"red_flag.{name}") is True]
        findings += [
            (one["gate"]["outcome"], one["gate"]["cleared_by"]) for name, one in self.conditions.items() if person.fact(f"condition.{name}") is True
        ]
        lifted_for = {row["then"]["lift"] for row in self.rows if "lift" in row["then"] and person.in_force(row)}
        left = [
            ("proceed_modified", None) if outcome == "consult_first" and cleared_by in lifted_for else (outcome, cleared_by)
            for outcome, cleared_by in findings
        ]
        outcome = max([outcome for outcome, _ in left], key=OUTCOMES.index, default="proceed")
        if OUTCOMES.index(outcome) < OUTCOMES.index("consult_first"):
            return outcome, None, person.fact("screening")
        return outcome, max([cleared_by for _, cleared_by in left], key=WHO_CLEARS.index), person.fact("screening")

    def removed(self, answers, today):
        """The ids of all exercises that some rule removes, the gate's own veto left aside."""
        person = Person(self, answers, today)
        selectors = [row["then"]["exclude"] for row in self.rows if "exclude" in row["then"] and person.in_force(row)]
        for name, one in self.conditions.items():
            if person.cells_in_force(name, one):
                selectors += [{"properties": [cell]} for cell, said in one["cells"].items() if said["value"] == "avoid"]
        return {row["id"] for row in self.catalog for selector in selectors if person.speaks_about(selector, row)}

    def caps(self, answers, today):
        """Every cap that some rule sets, each with the selector of the exercises that it is for; None for all."""
        person = Person(self, answers, today)
        found = [(row["then"]["cap"].get("on"), row["then"]["cap"]) for row in self.rows if "cap" in row["then"] and person.in_force(row)]
        for name, one in self.conditions.items():
            if person.cells_in_force(name, one):
                found += [({"properties": [cell]}, self.cells["modify"][cell]) for cell, said in one["cells"].items() if said["value"] == "modify"]
        return found

    def over_a_cap(self, answers, today, doses):
        """The ids of all exercises, of (id, dose), whose dose is above what some cap leaves."""
        person = Person(self, answers, today)
        rows, caps = {row["id"]: row for row in self.catalog}, self.caps(answers, today)
        limits = {"max_effort_0_10": "effort_0_10", "max_hold_s": "hold_s", "max_sets": "sets", "max_reps": "reps"}
        return [
            name
            for name, dose in doses
            for selector, cap in caps
            if selector is None or person.speaks_about(selector, rows[name])
            for limit, number in limits.items()
            if limit in cap and getattr(dose, number) > cap[limit]
        ]


class Person:
    """One person's answers, asked fact by fact."""

    def __init__(self, reference, answers, today):
        self.reference = reference
        self.answers = answers
        self.today = today
        self.known = {}

    def in_force(self, row):
        """Does the row count? Where nobody knows, its `if_unknown` says so."""
        holds = self.holds(row["when"])
        return holds is True or (holds is None and row["if_unknown"] == "apply")

    def cells_in_force(self, name, condition):
        """Do the sixteen cells of a condition count?"""
        if "cells_apply" in condition:
            return self.in_force(condition["cells_apply"])
        return self.fact(f"condition.{name}") is True

    def fact(self, name):
        """The value of a fact; None where nobody knows."""
        if name not in self.known:
            self.known[name] = self.worked_out(name)
        return self.known[name]

    def worked_out(self, name):
        kind, _, option = name.partition(".")
        if kind in {"red_flags", "conditions"} and option:
            return self.ticked(kind, option)
        if kind == "red_flag":
            return self.twin("red_flags", option, self.reference.flags[option].get("also_when"))
        if kind == "condition":
            return self.twin("conditions", option, self.reference.conditions[option]["gate"].get("also_when"))
        if name in self.reference.derived:
            return self.follows(self.reference.derived[name])
        if name == "screening":
            return self.screening()
        if name == "consultation.months_ago":
            return self.months_since_consultation()
        if name == "ticked_and_not_sure":
            both = [(kind, one) for kind in ("red_flags", "conditions") for one in self.answers.get(kind, [])]
            return any(one in self.answers.get(f"{kind}_unknown", []) for kind, one in both)
        return self.answered(name)

    def answered(self, name):
        field = self.reference.fields[name]
        outer, _, inner = name.partition(".")
        value = self.answers.get(outer, {}).get(inner) if inner else self.answers.get(name)
        if value is None:
            value = field.get("default")
        if value is None or value == field.get("unknown_option", object()):
            return None
        if field["type"] == "set":
            return set(value) | ({field["always"]} if "always" in field else set())
        return value

    def ticked(self, kind, option):
        if option in self.answers.get(kind, []):
            return True
        if kind not in self.answers or option in self.answers.get(f"{kind}_unknown", []):
            return None
        return False

    def twin(self, kind, option, also_when):
        ticked = self.ticked(kind, option)
        also = self.holds(also_when) if also_when is not None else False
        if ticked is True or also is True:
            return True
        if ticked is False:
            return False
        return None

    def follows(self, row):
        holds = self.holds(row["when"])
        if holds is None and "no_when" in row and self.holds(row["no_when"]) is True:
            return False
        return holds

    def screening(self):
        given = ("red_flags" in self.answers) + ("conditions" in self.answers)
        if given == 0:
            return "not_asked"
        left_open = self.answers.get("red_flags_unknown", []) + self.answers.get("conditions_unknown", [])
        return "complete" if given == 2 and not left_open else "partial"

    def months_since_consultation(self):
        on = self.answers.get("consultation", {}).get("consulted_on")
        if on is None:
            return None
        months = 0
        while months_later(dt.date.fromisoformat(on), months) < self.today:
            months += 1
        return months

    def holds(self, condition):
        """True, False, or None where that depends on what nobody knows."""
        if "fact" in condition:
            return self.compares(self.fact(condition["fact"]), condition["is"], condition.get("value"))
        needed = {"all": len(condition.get("all", [])), "any": 1}.get(next(iter(condition)), condition.get("at_least"))
        parts = [self.holds(part) for part in condition.get("all", condition.get("any", condition.get("of")))]
        if parts.count(True) >= needed:
            return True
        return None if parts.count(True) + parts.count(None) >= needed else False

    def compares(self, fact, operator, value):
        if operator == "not_known_as":
            return fact is None or fact != value
        if operator == "unknown":
            return fact is None
        if fact is None:
            return None
        return COMPARES[operator](fact, value)

    def speaks_about(self, selector, exercise):
        """Does a selector of a rule speak about one row of the catalog?"""
        if "any" in selector:
            return any(self.speaks_about(part, exercise) for part in selector["any"])
        said = {
            "properties": lambda wanted: any(exercise["properties"][name] for name in wanted),
            "levels": lambda wanted: exercise["level"] in wanted,
            "kinds": lambda wanted: exercise["kind"] in wanted,
            "positions": lambda wanted: exercise["position"] in wanted,
            "targets": lambda wanted: bool(set(wanted) & set(exercise["targets"])),
            "floor_needed": lambda wanted: exercise["floor_needed"] is wanted,
            "equipment_missing_from": lambda name: bool(set(exercise["equipment"]) - {"none"} - (self.fact(name) or set())),
            "ids_in": lambda name: exercise["id"] in (self.fact(name) or set()),
        }
        return all(said[key](wanted) for key, wanted in selector.items())


def months_later(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for length in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, length))
        except ValueError:
            continue
    raise AssertionError("a month has 28 days at the least")
