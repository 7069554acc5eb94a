"""The form on the wire: questions, options, order and branching. Says nothing about what an answer means for anybody."""

from typing import Any

import marshmallow as ma

from api.schemas.base import Strict, optional, text, whole


class QuestionnaireQuery(Strict):
    """`locale`: the language that is wanted; `Content-Language` says which one it is."""

    locale = ma.fields.String(load_default="en", validate=ma.validate.Length(min=1, max=35))


class Sent(Strict):
    """What goes into the intake: a value, or one entry of a list."""

    field = text("The field of the intake, as `red_flags` or `pain.worse_with`.")
    value: "ma.fields.Field[Any]" = ma.fields.Raw(
        required=True,
        allow_none=True,
        metadata={"description": "The value; null for a list that stays empty.", "type": ["string", "number", "boolean"]},
    )
    set = ma.fields.Boolean(required=True, metadata={"description": "Is the field a list that takes the value as one entry more?"})


class Detail(Strict):
    """A second answer that an option asks for."""

    field = text("The field of the intake that it answers.")
    kind = text("What is asked for.", enum=["date"])
    label = text("What to show.")


def branch() -> "ma.fields.Dict":
    """When something is shown; null: always."""
    words = "When it is shown: `all` or `any` of several, or a `question` with `has` (one of these options), `has_any`, `at_least`, `less_than`."
    return optional(ma.fields.Dict(required=True, metadata={"description": f"{words} Null: always."}))


class Option(Strict):
    """One thing to tick or choose."""

    id = text("Stable name.")
    label = text("What to show.")
    sends = ma.fields.List(ma.fields.Nested(Sent), required=True, metadata={"description": "What a tick puts into the intake."})
    unticked = ma.fields.List(ma.fields.Nested(Sent), required=True, metadata={"description": "What an answer without the tick puts into it."})
    detail = ma.fields.Nested(Detail, required=True, allow_none=True)
    ends = ma.fields.Boolean(required=True, metadata={"description": "After this tick nothing more is asked."})
    show_when = branch()


class NoneOption(Strict):
    """ "None of these", which excludes the others."""

    label = text("What to show.")
    sends = ma.fields.List(ma.fields.Nested(Sent), required=True, metadata={"description": "What it puts into the intake."})


class WhenSkipped(Strict):
    """What nobody knows where the question was skipped or not reached."""

    red_flags_unknown = ma.fields.List(ma.fields.String())
    conditions_unknown = ma.fields.List(ma.fields.String())


class AskedQuestion(Strict):
    """One question: one legend."""

    id = text("Stable name.")
    topic = text("What it belongs to.")
    legend = text("The question.")
    hint = optional(text("Goes under the question, or null."))
    kind = text("How it is answered.", enum=["checklist", "choice", "number", "scale"])
    field = optional(text("The field of the intake that a number answers, or null."))
    required = ma.fields.Boolean(required=True, metadata={"description": "May it not be skipped?"})
    options = ma.fields.List(ma.fields.Nested(Option), required=True)
    none = ma.fields.Nested(NoneOption, required=True, allow_none=True)
    minimum: "ma.fields.Field[Any]" = optional(ma.fields.Float(required=True, metadata={"description": "Lowest number, or null."}))
    maximum: "ma.fields.Field[Any]" = optional(ma.fields.Float(required=True, metadata={"description": "Highest number, or null."}))
    unit = optional(text("Unit of the number, or null."))
    show_when = branch()
    when_skipped = ma.fields.Nested(WhenSkipped, required=True)


class QuestionnaireOut(Strict):
    """The whole form. What is skipped or not reached is sent as not known, never as "no"."""

    object = text("Always `questionnaire`.", enum=["questionnaire"])
    version = text("Digest of the rules that it belongs to.")
    locale = text("The language of the words.")
    maximum_questions = whole("Nobody is asked more; a checklist of more than eight options counts as two.", 4)
    opening = text("The sentence that opens every list of warning signs.")
    not_sure = text("What to show for skipping a question.")
    none = text("What to show for none of a list.")
    consent = text("What a person agrees to before sending.")
    questions = ma.fields.List(ma.fields.Nested(AskedQuestion), required=True)
