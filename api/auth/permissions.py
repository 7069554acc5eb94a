"""What a caller may do, as `scope:resource:action`, and which kind of key may do what. Keep both alphabetical."""

from enum import StrEnum


class Permission(StrEnum):
    """One thing that a route asks for. PUBLIC asks for nothing and must be said out loud."""

    PUBLIC = "public:any:read"
    QUESTIONNAIRE_READ = "partner:questionnaire:read"
    RECOMMENDATION_CREATE = "partner:recommendation:create"
    RECOMMENDATION_ERASE = "partner:recommendation:erase"
    RECOMMENDATION_LIST = "partner:recommendation:list"
    RECOMMENDATION_READ = "partner:recommendation:read"


# A browser key lists and erases nothing, and reads only the recommendation that its access token names; the route checks the token.
ALLOWED = {
    "pk": frozenset({Permission.QUESTIONNAIRE_READ, Permission.RECOMMENDATION_CREATE, Permission.RECOMMENDATION_READ}),
    "sk": frozenset(
        {
            Permission.QUESTIONNAIRE_READ,
            Permission.RECOMMENDATION_CREATE,
            Permission.RECOMMENDATION_ERASE,
            Permission.RECOMMENDATION_LIST,
            Permission.RECOMMENDATION_READ,
        }
    ),
}
