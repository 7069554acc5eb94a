"""What the running application holds, chosen once at start. Views take it from here and from nowhere else."""

from dataclasses import dataclass

import flask

from api.auth.access import AccessTokens
from api.auth.gate import KeyGate
from api.auth.live import LiveKeys
from api.schemas.figures import Figures
from api.services.recommend import Recommendations
from api.settings import Settings
from api.stores.ports import RecommendationStore
from recommender.heart import Heart


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The parts of one application."""

    settings: Settings
    heart: Heart
    store: RecommendationStore
    keys: KeyGate
    live: LiveKeys
    access: AccessTokens
    recommendations: Recommendations
    figures: Figures


def container() -> Container:
    """The container of the application that handles the current request."""
    found: Container = flask.current_app.extensions["backstart"]
    return found
