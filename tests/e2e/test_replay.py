"""`make replay`: over the engine of a running service, or over one that it starts and stops by itself."""

import pytest

from tests.e2e.service import INTAKE, Service

pytestmark = pytest.mark.engine


def test_a_replay_reads_the_running_service_and_leaves_it_running(shared: Service) -> None:
    released = shared.post().json["id"]
    held_back = shared.post({**INTAKE, "has_chronic_condition": True, "reference": "canary-reference"}).json["id"]
    engine = shared.engine()

    replay = shared.run("infra.replay")

    assert replay.returncode == 0, replay.stderr
    assert "2  stored\n      2  replayed the same" in replay.stdout
    assert "canary" not in replay.stdout + replay.stderr
    assert (shared.read(released).status, shared.read(held_back).status) == (200, 200)
    assert shared.engine() == engine


def test_a_replay_reads_the_deployment_that_the_settings_name(shared: Service) -> None:
    replay = shared.run(
        "infra.replay",
        BACKSTART_STAGE="local",
        BACKSTART_SECRET="a secret of thirty-two bytes or more",
        AWS_REGION="us-east-1",
        BACKSTART_DYNAMODB_ENDPOINT=f"http://127.0.0.1:{shared.engine()['port']}",
    )

    assert replay.returncode == 0, replay.stderr
    assert "replay: reading backstart-local-records in us-east-1" in replay.stderr


def test_a_replay_with_nothing_running_starts_an_engine_and_ends_it(served: Service) -> None:
    served.post()
    served.stop()

    replay = served.run("infra.replay")

    assert replay.returncode == 0, replay.stderr
    assert "1  stored\n      1  replayed the same" in replay.stdout
    assert served.holders() == []


def test_a_store_that_does_not_answer_is_trouble(service: Service) -> None:
    replay = service.run(
        "infra.replay",
        BACKSTART_STAGE="local",
        BACKSTART_SECRET="a secret of thirty-two bytes or more",
        AWS_REGION="us-east-1",
        BACKSTART_DYNAMODB_ENDPOINT="http://127.0.0.1:9",
    )

    assert (replay.returncode, replay.stdout) == (2, "")
    assert "replay: scan failed" in replay.stderr
