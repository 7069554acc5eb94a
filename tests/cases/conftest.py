"""The heart that the vignettes are put to."""

import pytest

from recommender.heart import load_heart


@pytest.fixture(scope="session")
def heart():
    return load_heart()
