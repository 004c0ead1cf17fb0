"""Keys: what they take, what they refuse, and that they tell nobody."""

from __future__ import annotations

import copy
import gc
import json
import os
import pickle
import traceback
import weakref
from collections.abc import Callable
from typing import Any

import jwt as pyjwt
import pytest

import twilio_access_token
from support import MARKED, assert_unmarked
from twilio_access_token import (
    AccessToken,
    CustomGrant,
    Grant,
    MintError,
    SigningKey,
    TwilioTokenError,
    Verifier,
    VerifyError,
    VideoGrant,
    WebhookError,
    WebhookKey,
    inspect,
)

#: What mypy lets be called with anything.
UNTYPED: Any = twilio_access_token

ALICE = AccessToken("alice", grants=[VideoGrant("daily")], ttl=900)
ACCOUNT = "AC" + 32 * "0"
OTHER_KEY_SID = "SK" + 32 * "0"


def test_pyjwt_verifies(key: SigningKey, credentials: tuple[str, str, str], now: int) -> None:
    account, api_key, secret = credentials
    for claims in (
        pyjwt.decode(key.sign(ALICE), secret, ["HS256"]),
        pyjwt.decode(key.sign(ALICE, now=now + 0.9), secret, ["HS256"], options={"verify_exp": False}),
    ):
        issued = claims["iat"]
        grants = {"identity": "alice", "video": {"room": "daily"}}
        rest = {"jti": f"{api_key}-{issued}", "iat": issued, "exp": issued + 900, "iss": api_key, "sub": account}
        assert claims == {"grants": grants, **rest}
    assert issued == now


def test_the_clock_is_pythons(key: SigningKey, monkeypatch: pytest.MonkeyPatch, now: int) -> None:
    monkeypatch.setattr("time.time", lambda: now + 0.5)
    assert key.sign(ALICE) == key.sign(ALICE, now=now)


def test_sign_many(key: SigningKey, now: int) -> None:
    tokens = [AccessToken(f"user-{number}\n\u2028", grants=[VideoGrant("daily")]) for number in range(1000)]
    assert key.sign_many(iter(tokens), now=now) == [key.sign(token, now=now) for token in tokens]
    assert key.sign_many([]) == []


def test_sign_many_of_which_some_are_refused(key: SigningKey, now: int) -> None:
    tokens = [ALICE, AccessToken(""), AccessToken("alice", grants=[VideoGrant("")])]
    with pytest.raises(MintError) as refused:
        key.sign_many(tokens, now=now)
    assert refused.value.code == "empty-identity"
    with pytest.raises(MintError) as alone:
        key.sign(tokens[1], now=now)
    assert refused.value.message == alone.value.message
    first, *errors = key.sign_many(tokens, now=now, return_exceptions=True)
    assert first == key.sign(ALICE, now=now)
    assert [isinstance(error, MintError) and error.code for error in errors] == ["empty-identity", "empty-room"]


def test_sign_json_takes_several_lines(key: SigningKey, now: int) -> None:
    assert key.sign_json(json.dumps(json.loads(ALICE.to_json()), indent=2), now=now) == key.sign(ALICE, now=now)


@pytest.mark.parametrize("text", ["", "\n", "{", '{"identity":"a\nb"}', "[]", '{"identity":5}', '{"identity":5,\n"ttl":1}'])
def test_sign_json_rejects_the_same_on_one_line_and_on_several(key: SigningKey, text: str) -> None:
    with pytest.raises(MintError) as refused:
        key.sign_json(text)
    assert refused.value.code == ("invalid-type" if "5" in text else "invalid-json")


def test_a_grant_of_a_class_of_ones_own(key: SigningKey, credentials: tuple[str, str, str]) -> None:
    class TeaGrant(Grant):
        key = "tea"

        def to_payload(self) -> object:
            return {"sugar": False}

    claims = pyjwt.decode(key.sign(AccessToken("alice", grants=[TeaGrant(), TeaGrant()])), credentials[2], ["HS256"])
    assert claims["grants"] == {"identity": "alice", "tea": {"sugar": False}}


def test_verify_with_several_keys(key: SigningKey, credentials: tuple[str, str, str]) -> None:
    account, api_key, secret = credentials
    token = key.sign(ALICE)
    new = Verifier(account, OTHER_KEY_SID, "another", leeway=1)
    both = new.with_key(*credentials)
    assert both.verify(token) == Verifier(*credentials).verify(token)
    with pytest.raises(VerifyError) as refused:
        new.verify(token)
    assert refused.value.code == "signature-mismatch"
    expires = both.verify(token)["exp"]
    assert both.verify(token, now=expires)["grants"]["identity"] == "alice"
    with pytest.raises(VerifyError) as refused:
        Verifier(*credentials).verify(token, now=expires)
    assert refused.value.code == "expired"
    with pytest.raises(MintError) as unusable:
        new.with_key(api_key, account, secret)
    assert unusable.value.code == "sids-swapped"


def test_the_environment_as_it_is_at_the_call(monkeypatch: pytest.MonkeyPatch, credentials: tuple[str, str, str]) -> None:
    for name in ("ACCOUNT_SID", "API_KEY", "API_SECRET", "AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for missing in (SigningKey.from_environment, WebhookKey.from_environment):
        with pytest.raises(TwilioTokenError) as refused:
            missing()
        assert refused.value.code == "missing-variable"
    account, api_key, secret = credentials
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", account)
    monkeypatch.setenv("API_KEY_SID", api_key)
    monkeypatch.setenv("API_SECRET", secret)
    monkeypatch.setenv("AUTH_TOKEN", "12345")
    # In another encoding than UTF-8, as a program may find it.
    monkeypatch.setitem(os.environ, "NAME", "Andr\udce9")
    key, webhook_key = SigningKey.from_environment(), WebhookKey.from_environment()
    assert key.sign(ALICE, now=5) == SigningKey(*credentials).sign(ALICE, now=5)
    assert webhook_key.sign("https://example.com/") == WebhookKey("12345").sign("https://example.com/")
    monkeypatch.setenv("ACCOUNT_SID", "AC" + 32 * "0")
    with pytest.raises(MintError) as conflicting:
        SigningKey.from_environment()
    assert conflicting.value.code == "conflicting-variables"
    # A key stays what it was made of, in whatever instance.
    key._signers.take()
    assert key.sign(ALICE, now=5) == SigningKey(*credentials).sign(ALICE, now=5)
    assert SigningKey.from_environment({"ACCOUNT_SID": account, "API_KEY": api_key, "API_SECRET": secret})


def test_a_key_keeps_no_other_variable_of_the_environment(credentials: tuple[str, str, str]) -> None:
    class Value(str):
        """Can be referred to weakly, as `str` cannot."""

    names = ("ACCOUNT_SID", "API_KEY", "API_SECRET", "AUTH_TOKEN", "DATABASE_PASSWORD")
    environment = dict(zip(names, map(Value, (*credentials, "12345", "another"))))
    references = {name: weakref.ref(value) for name, value in environment.items()}
    keys = SigningKey.from_environment(environment), WebhookKey.from_environment(environment)
    environment.clear()
    gc.collect()
    assert [name for name, reference in references.items() if reference() is not None] == [*names[:4]]
    assert all(keys)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda key: key.sign(UNTYPED.AccessToken(5)), MintError),
        (lambda key: key.sign(AccessToken("half \ud800 of a pair")), MintError),
        (lambda key: key.sign(UNTYPED.AccessToken("alice", ttl="900")), MintError),
        (lambda key: key.sign(UNTYPED.AccessToken("alice", ttl=1.5)), MintError),
        (lambda key: key.sign(UNTYPED.AccessToken("alice", not_before=float("nan"))), MintError),
        (lambda key: key.sign_json("[]"), MintError),
        (lambda key: key.sign(ALICE, now=-1), MintError),
        (lambda key: key.sign(ALICE, now=2**64 + 5), MintError),
        (lambda key: key.sign_json("{}", now=1e300), MintError),
        (lambda key: key.sign("alice"), AttributeError),
        (lambda key: key.sign(ALICE, now="noon"), TypeError),
        (lambda key: key.sign(UNTYPED.AccessToken("alice", grants=[object()])), AttributeError),
        (lambda key: key.sign(AccessToken("alice", grants=[UNTYPED.VideoGrant(object())])), TypeError),
        (lambda key: key.sign_json(b"{}"), TypeError),
        (lambda key: key.sign_json("half \ud800 of a pair"), MintError),
        (lambda key: key.sign(AccessToken("alice", region="\ud800")), MintError),
        (lambda key: key.sign(AccessToken("alice", grants=[VideoGrant("\ud800")])), MintError),
        (lambda key: key.sign(AccessToken("alice", grants=[CustomGrant("x", {"a": ["\ud800"]})])), MintError),
        (lambda key: key.sign(AccessToken("alice", grants=[CustomGrant("x", {"\ud800": 1})])), MintError),
        (lambda key: key.sign(AccessToken("alice", grants=[CustomGrant("\ud800", 1)])), MintError),
        (lambda key: SigningKey("AC", "SK", "\ud800"), MintError),
        (lambda key: Verifier(ACCOUNT, OTHER_KEY_SID, "another").verify("\ud800"), VerifyError),
        (lambda key: inspect("\ud800"), TwilioTokenError),
        (lambda key: WebhookKey("secret").validate_form("\ud800", ""), WebhookError),
        (lambda key: WebhookKey("secret").validate_form("", "\ud800"), WebhookError),
        (lambda key: WebhookKey("secret").validate_form("", "", {"a": "\ud800"}), WebhookError),
        (lambda key: WebhookKey("secret").validate_body("\ud800", "", b""), WebhookError),
        (lambda key: key.sign(ALICE, now=True), TypeError),
        (lambda key: key.sign(ALICE, now=float("nan")), ValueError),
        (lambda key: key.sign(UNTYPED.AccessToken("alice", ttl=True)), MintError),
        (lambda key: key.sign(AccessToken("alice", ttl=2**64)), MintError),
        (lambda key: key.sign(AccessToken("alice", not_before=-1)), MintError),
        (lambda key: UNTYPED.Verifier("AC", "SK", "", leeway=True), TypeError),
        (lambda key: UNTYPED.Verifier("AC", "SK", "", leeway=1.5), TypeError),
        (lambda key: UNTYPED.Verifier("AC", "SK", "", leeway="1"), TypeError),
        (lambda key: Verifier("AC", "SK", "", leeway=2**64), ValueError),
        (lambda key: UNTYPED.SigningKey(None, None, None), TypeError),
        (lambda key: Verifier("AC", "SK", "", leeway=0), MintError),
        (lambda key: Verifier("AC", "SK", "", leeway=-1), ValueError),
        (lambda key: Verifier("AC", "SK", "", leeway=2**32), ValueError),
        (lambda key: UNTYPED.inspect(None), TypeError),
        (lambda key: UNTYPED.inspect("", region=5), TypeError),
        (lambda key: WebhookKey(""), WebhookError),
        (lambda key: WebhookKey("secret", settings="algorithm=MD5"), WebhookError),
        (lambda key: UNTYPED.WebhookKey("secret").validate_form("", "", {"a": 5}), TypeError),
        (lambda key: WebhookKey("secret").validate_form("", "", {}), WebhookError),
        (lambda key: UNTYPED.WebhookKey("secret").validate_body("", "", "text"), WebhookError),
    ],
)
def test_wrong_inputs(key: SigningKey, call: Callable[[SigningKey], Any], error: type[Exception], now: int) -> None:
    with pytest.raises(error) as refused:
        call(key)
    assert type(refused.value) is error
    assert key.sign(ALICE, now=now)


@pytest.mark.parametrize("now", [-1, 2**64, 1e300])
def test_a_time_out_of_range_makes_no_token_valid(key: SigningKey, credentials: tuple[str, str, str], now: float) -> None:
    token = key.sign(ALICE, now=5)
    with pytest.raises(VerifyError) as refused:
        Verifier(*credentials).verify(token, now=now)
    assert refused.value.code == "expired"


def test_names_the_field_of_the_wrong_type(key: SigningKey) -> None:
    for token, message in [
        (UNTYPED.AccessToken(5), "identity must be of type string, not number. "),
        (UNTYPED.AccessToken("alice", ttl="900"), "ttl must be of type number, not string. "),
        (AccessToken("alice", grants=[UNTYPED.VideoGrant(5)]), "grants.video.room must be of type string, not number. "),
    ]:
        with pytest.raises(MintError) as refused:
            key.sign(token)
        assert refused.value.code == "invalid-type"
        assert str(refused.value).startswith(message)


def test_grants_of_an_iterator_are_in_every_token(key: SigningKey, now: int) -> None:
    token = AccessToken("alice", grants=(VideoGrant(room) for room in ["daily"]))
    assert key.sign(token, now=now) == key.sign(token, now=now) == key.sign(AccessToken("alice", grants=[VideoGrant("daily")]), now=now)
    assert token == AccessToken("alice", grants=[VideoGrant("daily")])


def test_errors_can_be_pickled() -> None:
    error = pickle.loads(pickle.dumps(MintError("empty-room", "the room is empty", "Name the room.")))
    assert (type(error), error.code, error.message, str(error)) == (MintError, "empty-room", "the room is empty", "the room is empty. Name the room.")


SECRET = " a secret with spaces around it "


@pytest.mark.parametrize(
    "make",
    [
        lambda account, api_key: SigningKey(account, api_key, SECRET.strip()),
        lambda account, api_key: Verifier(account, api_key, SECRET.strip()),
        lambda account, api_key: Verifier(account, api_key, "one").with_key(account, api_key, SECRET.strip()),
        lambda account, api_key: WebhookKey(SECRET.strip()),
    ],
)
def test_a_key_keeps_its_secret(make: Callable[[str, str], Any], credentials: tuple[str, str, str]) -> None:
    key = make(*credentials[:2])
    shown = [repr(key), str(key), repr([getattr(key, name) for name in type(key).__slots__])]
    for dump in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="holds a secret") as refused:
            dump(key)
        shown.append(traces(refused.value))
    assert SECRET.strip() not in "".join(shown)


@pytest.mark.parametrize(
    "use",
    [
        lambda account, api_key: SigningKey(account, api_key, SECRET),
        lambda account, api_key: SigningKey(api_key, account, SECRET),
        lambda account, api_key: UNTYPED.SigningKey(account, api_key, SECRET.encode()),
        lambda account, api_key: SigningKey(account, api_key, SECRET + "\ud800"),
        lambda account, api_key: Verifier(account, api_key, SECRET),
        lambda account, api_key: Verifier(account, api_key, "one").with_key(account, api_key, SECRET),
        lambda account, api_key: UNTYPED.inspect("", api_key_secret=SECRET.encode()),
        lambda account, api_key: WebhookKey(SECRET, settings="algorithm=MD5"),
        lambda account, api_key: UNTYPED.WebhookKey(SECRET.encode()),
        lambda account, api_key: WebhookKey(SECRET).validate_form("", ""),
        lambda account, api_key: SigningKey.from_environment({"API_SECRET": SECRET}),
    ],
)
def test_no_error_shows_a_secret(use: Callable[[str, str], object], credentials: tuple[str, str, str]) -> None:
    with pytest.raises(Exception) as refused:
        use(*credentials[:2])
    assert SECRET.strip() not in repr(refused.value)
    assert SECRET.strip() not in traces(refused.value)


@pytest.mark.parametrize(
    "use",
    [
        lambda account, api_key: SigningKey(MARKED, api_key, MARKED),
        lambda account, api_key: UNTYPED.SigningKey(account, [MARKED], MARKED),
        lambda account, api_key: SigningKey(account, api_key, MARKED).sign(AccessToken(MARKED * 9)),
        lambda account, api_key: SigningKey(account, api_key, MARKED).sign(UNTYPED.AccessToken([MARKED])),
        lambda account, api_key: SigningKey(account, api_key, MARKED).sign(UNTYPED.AccessToken("alice", ttl=MARKED)),
        lambda account, api_key: SigningKey(account, api_key, MARKED).sign(AccessToken("alice", region=MARKED)),
        lambda account, api_key: UNTYPED.SigningKey(account, api_key, MARKED).sign(AccessToken("alice"), now=MARKED),
        lambda account, api_key: SigningKey(account, api_key, MARKED).sign_json(MARKED),
        lambda account, api_key: UNTYPED.SigningKey(account, api_key, MARKED).sign_json([MARKED]),
        lambda account, api_key: UNTYPED.SigningKey(account, api_key, MARKED).sign(MARKED),
        lambda account, api_key: UNTYPED.Verifier(account, api_key, MARKED, leeway=MARKED),
        lambda account, api_key: Verifier(account, api_key, MARKED).verify(MARKED),
        lambda account, api_key: UNTYPED.Verifier(account, api_key, MARKED).verify([MARKED]),
        lambda account, api_key: UNTYPED.Verifier(account, api_key, MARKED).verify("", now=MARKED),
        lambda account, api_key: UNTYPED.inspect([MARKED]),
        lambda account, api_key: UNTYPED.inspect("", now=MARKED),
        lambda account, api_key: WebhookKey(MARKED, settings=f"algorithm={MARKED}"),
        lambda account, api_key: WebhookKey(MARKED).validate_form(MARKED, MARKED, {MARKED: MARKED}),
        lambda account, api_key: UNTYPED.WebhookKey(MARKED).validate_form(MARKED, MARKED, MARKED),
        lambda account, api_key: UNTYPED.WebhookKey(MARKED).validate_form(MARKED, MARKED, {MARKED: [MARKED]}),
        lambda account, api_key: WebhookKey(MARKED).validate_body(MARKED, MARKED, MARKED.encode()),
        lambda account, api_key: SigningKey.from_environment({"ACCOUNT_SID": MARKED, "API_KEY": MARKED, "API_SECRET": MARKED}),
    ],
)
def test_no_error_repeats_what_stood_in_a_wrong_place(use: Callable[[str, str], object], credentials: tuple[str, str, str]) -> None:
    with pytest.raises(Exception) as refused:
        use(*credentials[:2])
    assert_unmarked("".join(traceback.format_exception(refused.value)), repr(refused.value))


def traces(error: BaseException) -> str:
    """All that can be known of an error: the values of variables, and the errors that it came of."""
    assert error.__traceback__
    beyond_the_test = error.with_traceback(error.__traceback__.tb_next)
    return "".join(traceback.TracebackException.from_exception(beyond_the_test, capture_locals=True).format())
