"""The engine for a machine without Java: ministack, which keeps its data only when it is stopped cleanly."""

import sys
from collections.abc import Mapping
from pathlib import Path

from infra.local.errors import EngineFailed
from infra.local.launches import EngineName, Launch, bare_environment

VERSION = "1.5.33"


def prepare_ministack(root: Path, *, port: int, environ: Mapping[str, str]) -> Launch:
    """The launch of ministack as a DynamoDB on loopback and nothing else, with its state under the root."""
    executable = Path(sys.executable).with_name("ministack")
    if not executable.exists():
        raise EngineFailed(f"ministack is not installed beside {sys.executable}. Run: {sys.executable} -m pip install ministack=={VERSION}")
    state = root / "ministack"
    temporary = state / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    environment = bare_environment(environ, home=state) | {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "PERSIST_STATE": "1",
        "STATE_DIR": str(state),
        "TMPDIR": str(temporary),
        "SERVICES": "dynamodb,dynamodbstreams",
        # These two have listeners of their own, on every interface, whatever BIND_HOST says.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        # It removes containers that it takes for its own; the developer's Docker is none of its business.
        "DOCKER_HOST": f"unix://{state}/no-docker.sock",
    }
    return Launch(name=EngineName.MINISTACK, command=(str(executable),), environment=environment)
