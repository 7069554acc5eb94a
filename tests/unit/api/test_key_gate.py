"""The key gate denies by default, asks the store no more than it must, and forgets what it knew in time."""

import pytest

from api.auth.access import AccessTokens
from api.auth.gate import KeyGate
from api.auth.keys import hash_key, mint
from api.auth.live import LiveKeys, live_keys
from api.auth.permissions import Permission
from api.bootstrap import utc_now
from api.errors import ApiError, StoreUnavailable
from api.principal import Principal
from api.stores.memory import MemoryAccountStore
from api.stores.ports import ApiKey, Partner

SECRET = b"a secret of at least thirty-two bytes"
SITE = "https://clinic.example"
SERVER = mint("sk", "test")
BROWSER = mint("pk", "test")
LIVE = mint("sk", "live")
CLINIC = Partner(id="clinic", name="Clinic", allowed_origins=(SITE,))
READ = Permission.RECOMMENDATION_READ


def api_key(text: str, kind: str, *, mode: str = "test", revoked: bool = False) -> ApiKey:
    return ApiKey(id=f"key_{kind}_{mode}", hash=hash_key(text, pepper=SECRET), partner_id="clinic", kind=kind, mode=mode, revoked=revoked)


def gate_where_live_keys_are(live: LiveKeys, accounts: MemoryAccountStore) -> KeyGate:
    return KeyGate(accounts, secret=SECRET, cache_s=30, live=live)


class CountingAccounts(MemoryAccountStore):
    """Counts how often a key is looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.lookups = 0

    def key(self, key_hash: str) -> ApiKey | None:
        self.lookups += 1
        return super().key(key_hash)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def accounts() -> CountingAccounts:
    made = CountingAccounts()
    made.put_partner(CLINIC)
    made.put_key(api_key(SERVER, "sk"))
    made.put_key(api_key(BROWSER, "pk"))
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gate(accounts: CountingAccounts, clock: Clock) -> KeyGate:
    return KeyGate(accounts, secret=SECRET, cache_s=30, live=LiveKeys.OPEN, clock=clock)


def let_in(gate: KeyGate, token: str = SERVER, origin: str | None = None, needs: Permission = READ) -> Principal:
    return gate.principal(f"Bearer {token}", origin=origin, needs=needs)


def refusal(gate: KeyGate, token: str = SERVER, origin: str | None = None, needs: Permission = READ) -> tuple[int, str]:
    with pytest.raises(ApiError) as refused:
        let_in(gate, token, origin, needs)
    return refused.value.status, refused.value.code


def test_a_server_key_is_let_in_as_its_partner_and_without_an_origin(gate: KeyGate) -> None:
    assert let_in(gate, SERVER, SITE) == Principal(key=api_key(SERVER, "sk"), partner=CLINIC, origin=None)


def test_a_browser_key_is_let_in_with_its_origin(gate: KeyGate) -> None:
    found = let_in(gate, BROWSER, SITE)

    assert (found.is_browser, found.origin) == (True, SITE)


def test_a_known_key_is_not_looked_up_again_within_the_cache_time(gate: KeyGate, accounts: CountingAccounts, clock: Clock) -> None:
    let_in(gate)
    clock.seconds = 29.9
    let_in(gate)

    assert accounts.lookups == 1


def test_a_known_key_is_looked_up_again_once_the_cache_time_is_over(gate: KeyGate, accounts: CountingAccounts, clock: Clock) -> None:
    let_in(gate)
    clock.seconds = 30
    let_in(gate)

    assert accounts.lookups == 2


def test_a_cache_time_of_zero_keeps_nothing(accounts: CountingAccounts, clock: Clock) -> None:
    gate = KeyGate(accounts, secret=SECRET, cache_s=0, live=LiveKeys.OPEN, clock=clock)
    let_in(gate)
    let_in(gate)

    assert accounts.lookups == 2


def test_a_revoked_key_is_refused_once_the_cache_time_is_over(gate: KeyGate, accounts: CountingAccounts, clock: Clock) -> None:
    let_in(gate)
    accounts.put_key(api_key(SERVER, "sk", revoked=True))
    clock.seconds = 30

    assert refusal(gate) == (401, "key_unknown")


def test_a_refused_key_stays_refused_even_at_an_earlier_time(gate: KeyGate, accounts: CountingAccounts, clock: Clock) -> None:
    let_in(gate)
    accounts.put_key(api_key(SERVER, "sk", revoked=True))
    clock.seconds = 31
    refusal(gate)
    clock.seconds = 1

    assert refusal(gate) == (401, "key_unknown")


def test_a_key_that_exists_later_is_let_in_at_once(gate: KeyGate, accounts: CountingAccounts) -> None:
    token = mint("sk", "live")
    assert refusal(gate, token) == (401, "key_unknown")

    accounts.put_key(ApiKey(id="key_new", hash=hash_key(token, pepper=SECRET), partner_id="clinic", kind="sk", mode="live"))

    assert let_in(gate, token).key.mode == "live"


def test_a_key_whose_partner_is_gone_is_refused(gate: KeyGate, accounts: CountingAccounts) -> None:
    token = mint("sk", "test")
    accounts.put_key(ApiKey(id="key_lost", hash=hash_key(token, pepper=SECRET), partner_id="nobody", kind="sk", mode="test"))

    assert refusal(gate, token) == (401, "key_unknown")


def test_a_key_under_another_secret_is_refused(accounts: CountingAccounts, clock: Clock) -> None:
    gate = KeyGate(accounts, secret=b"another secret of thirty-two bytes", cache_s=30, live=LiveKeys.OPEN, clock=clock)

    assert refusal(gate) == (401, "key_unknown")


def test_a_store_that_does_not_answer_lets_nobody_in(gate: KeyGate, accounts: CountingAccounts) -> None:
    accounts.fail_with_unavailable = True

    with pytest.raises(StoreUnavailable):
        let_in(gate)


def test_a_key_may_do_nothing_that_its_kind_is_not_given(gate: KeyGate) -> None:
    assert refusal(gate, SERVER, needs=Permission.PUBLIC) == (403, "not_allowed")


def test_a_token_opens_its_recommendation_for_its_principal_only(gate: KeyGate) -> None:
    tokens = AccessTokens(secret=SECRET, lifetime_s=3600, now=utc_now)
    browser = let_in(gate, BROWSER, SITE)
    token = tokens.mint("rec_1", browser)

    assert tokens.opens(token, "rec_1", browser)
    assert not tokens.opens(token, "rec_2", browser)
    assert not tokens.opens(token, "rec_1", let_in(gate, SERVER))
    assert not tokens.opens(None, "rec_1", browser)
    assert not AccessTokens(secret=b"another secret of thirty-two bytes", lifetime_s=3600, now=utc_now).opens(token, "rec_1", browser)


@pytest.mark.parametrize(
    ("reviewed", "accepted", "live"),
    [
        (False, None, "refused"),
        (False, "rules.plan", "accepted_unreviewed"),
        (False, "rules.other", "refused"),
        (False, "other.plan", "refused"),
        (False, "rules", "refused"),
        (False, "RULES.PLAN", "refused"),
        (False, " rules.plan", "refused"),
        (False, "true", "refused"),
        (True, None, "open"),
        (True, "rules.plan", "open"),
        (True, "rules.other", "open"),
    ],
)
def test_live_keys_wait_for_a_review_or_for_the_exact_digest_that_is_in_force(reviewed: bool, accepted: str | None, live: str) -> None:
    assert live_keys(reviewed=reviewed, in_force="rules.plan", accepted=accepted) == live


@pytest.mark.parametrize("mode", ["live", "LIVE", "", "other"])
def test_every_key_but_a_test_key_is_refused_while_live_keys_are(accounts: CountingAccounts, mode: str) -> None:
    accounts.put_key(api_key(LIVE, "sk", mode=mode))
    gate = gate_where_live_keys_are(LiveKeys.REFUSED, accounts)

    assert refusal(gate, LIVE) == (403, "rules_not_reviewed")


@pytest.mark.parametrize("live", [LiveKeys.OPEN, LiveKeys.ACCEPTED_UNREVIEWED])
def test_a_live_key_is_let_in_once_the_rules_are_reviewed_or_accepted(accounts: CountingAccounts, live: LiveKeys) -> None:
    accounts.put_key(api_key(LIVE, "sk", mode="live"))

    assert let_in(gate_where_live_keys_are(live, accounts), LIVE).key.mode == "live"


@pytest.mark.parametrize("live", list(LiveKeys))
def test_test_keys_work_whatever_holds_for_live_ones(accounts: CountingAccounts, live: LiveKeys) -> None:
    gate = gate_where_live_keys_are(live, accounts)

    assert let_in(gate, SERVER).key.mode == "test"
    assert let_in(gate, BROWSER, SITE).key.mode == "test"


def test_the_state_of_the_rules_is_told_before_what_a_key_may_do(accounts: CountingAccounts) -> None:
    accounts.put_key(api_key(LIVE, "sk", mode="live"))
    gate = gate_where_live_keys_are(LiveKeys.REFUSED, accounts)

    assert refusal(gate, LIVE, needs=Permission.PUBLIC) == (403, "rules_not_reviewed")


def test_a_stranger_with_a_made_up_or_revoked_live_key_is_not_told_the_state_of_the_rules(accounts: CountingAccounts) -> None:
    gate = gate_where_live_keys_are(LiveKeys.REFUSED, accounts)
    accounts.put_key(api_key(LIVE, "sk", mode="live", revoked=True))

    assert refusal(gate, mint("sk", "live")) == (401, "key_unknown")
    assert refusal(gate, LIVE) == (401, "key_unknown")
