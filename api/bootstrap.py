"""Chooses the parts: the only place that composes. Nothing connects before it is used."""

import datetime as dt
import os
from collections.abc import Callable

from api.auth.access import AccessTokens
from api.auth.gate import KeyGate
from api.auth.live import live_keys
from api.container import Container
from api.schemas.figures import Figures
from api.schemas.writer import JsonWriter
from api.services.recommend import Recommendations
from api.settings import Settings, from_environment
from api.stores.dynamodb import DynamoDBAccountStore, DynamoDBConnection, DynamoDBRecommendationStore
from api.stores.ports import AccountStore, RecommendationStore
from exercise_catalog.figures.figures import figure
from recommender.heart import Heart, load_heart


def utc_now() -> dt.datetime:
    """The time, in UTC."""
    return dt.datetime.now(dt.UTC)


def compose(
    settings: Settings,
    *,
    heart: Heart,
    store: RecommendationStore,
    accounts: AccountStore,
    now: Callable[[], dt.datetime] = utc_now,
    figures: Figures = figure,
) -> Container:
    """The container from parts that are given; tests give their own."""
    live = live_keys(reviewed=heart.rules_reviewed, in_force=heart.versions["rules"], accepted=settings.accept_unreviewed_rules)
    return Container(
        settings=settings,
        heart=heart,
        store=store,
        keys=KeyGate(accounts, secret=settings.secret, cache_s=settings.key_cache_s, live=live),
        live=live,
        access=AccessTokens(secret=settings.secret, lifetime_s=settings.access_token_s, now=now),
        recommendations=Recommendations(heart=heart, store=store, writer=JsonWriter(figures), secret=settings.secret, now=now),
        figures=figures,
    )


def from_os_environment() -> Container:
    """The container that the process's environment asks for."""
    settings = from_environment(os.environ)
    connection = DynamoDBConnection(region=settings.region, endpoint_url=settings.dynamodb_endpoint)
    return compose(
        settings,
        heart=load_heart(),
        store=DynamoDBRecommendationStore(connection, table=settings.records_table),
        accounts=DynamoDBAccountStore(connection, table=settings.accounts_table),
    )
