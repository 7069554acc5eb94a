"""What running a piece of our code loads, seen in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from tests.architecture.repository import REPOSITORY

WITHIN_SECONDS = 120
INTAKE = '{"sitting_hours_per_day": 9, "pain_areas": ["lower_back"], "experience_level": "beginner", "has_chronic_condition": false}'
# Only what the tried code adds: tools may hook themselves into every start of an interpreter.
TRIED = """
import sys
sys.path.insert(0, {root!r})
before = set(sys.modules)
{code}
import json
print(json.dumps(sorted(set(sys.modules) - before)))
"""
RANK_ONE = f"""
import io
sys.stdin, kept = io.TextIOWrapper(io.BytesIO({INTAKE.encode()!r}), "utf-8"), sys.stdout
sys.stdout = io.TextIOWrapper(io.BytesIO(), "utf-8")
from recommender.__main__ import main
assert main(["rank"]) == 0
sys.stdout = kept
"""
IMPORT = """
import os
os.environ |= {"BACKSTART_STAGE": "local", "BACKSTART_SECRET": "a secret of thirty-two bytes, or more", "AWS_REGION": "eu-west-1"}
from api.wsgi import app
"""
SERVE_ONE = f"""
{IMPORT}
assert app.test_client().get("/v1/exercises").status_code == 200
"""
STORE_ONE = f"""
import os
os.environ |= {{"BACKSTART_STAGE": "local", "BACKSTART_SECRET": "a secret of thirty-two bytes, or more", "AWS_REGION": "eu-west-1"}}
from api.app import create_app
from api.auth import keys
from api.bootstrap import compose
from api.settings import from_environment
from api.stores.memory import MemoryAccountStore, MemoryRecommendationStore
from api.stores.ports import ApiKey, Partner
from recommender.heart import load_heart
settings, accounts, key = from_environment(os.environ), MemoryAccountStore(), keys.mint("sk", "test")
accounts.put_partner(Partner(id="p", name="P", allowed_origins=()))
accounts.put_key(ApiKey(id="key_1", hash=keys.hash_key(key, pepper=settings.secret), partner_id="p", kind="sk", mode="test", label=""))
app = create_app(compose(settings, heart=load_heart(), store=MemoryRecommendationStore(), accounts=accounts))
headers = {{"Authorization": f"Bearer {{key}}", "Content-Type": "application/json"}}
answer = app.test_client().post("/v1/recommendations", data={INTAKE!r}, headers=headers)
assert answer.status_code == 201, answer.get_data(as_text=True)
"""


def loaded_by(code: str, *, python: Path = Path(sys.executable)) -> set[str]:
    """The modules that running the code loads, in a process of its own that sees no environment variables."""
    run = subprocess.run(
        [python, "-I", "-c", TRIED.format(root=str(REPOSITORY), code=code)],
        capture_output=True,
        text=True,
        timeout=WITHIN_SECONDS,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return set(json.loads(run.stdout.splitlines()[-1]))


def tops_of(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}
