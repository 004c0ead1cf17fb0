"""Keys that sign, and keys that verify."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict, cast, overload

from ._component import Instance, Pool, Resource, instant, unwrap
from ._errors import MintError, VerifyError
from ._lines import LineSigner
from ._secret import Keeper, Secret
from ._tokens import AccessToken
from ._variables import SIGNING_KEY, chosen


class SigningKey(Keeper):
    """A Twilio API key, ready to sign tokens of its account: checked once, prepared once. Any thread may use it.

    The tokens are signed with HS256, the algorithm that Twilio documents.
    """

    __slots__ = ("_signers",)

    def __init__(self, account_sid: str, api_key_sid: str, api_key_secret: str) -> None:
        """
        :param account_sid: The account, ``AC`` and 32 hexadecimal digits.
        :param api_key_sid: The API key, ``SK`` and 32 hexadecimal digits, a Main or Standard key.
        :param api_key_secret: The text that the Twilio Console shows once, when a key is made.
        :raises MintError: ``sids-swapped``, ``invalid-account-sid``, ``invalid-api-key-sid`` or ``invalid-api-key-secret``.
        """
        key = (account_sid, api_key_sid, Secret(api_key_secret))
        del api_key_secret
        self._signers = Pool(lambda: _signer(Instance(), "create", *key))

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> SigningKey:
        """The key that the environment names, as it is at this call, in ``ACCOUNT_SID``, ``API_KEY`` and ``API_SECRET``.

        The variables have other spellings, such as ``TWILIO_ACCOUNT_SID``; two that disagree are an error, and an empty one
        counts as unset.

        :raises MintError: ``missing-variable``, ``conflicting-variables``, and as ``SigningKey(…)``.
        """
        variables = chosen(environment, SIGNING_KEY)
        del environment
        key = cls.__new__(cls)
        key._signers = Pool(lambda: _signer(Instance(variables), "from-environment"))
        return key

    def sign(self, token: AccessToken, *, now: float | None = None) -> str:
        """The compact JWT of a token.

        :param now: When it is issued, in seconds since 1970, of which the whole ones count; by the clock unless given.
        :raises MintError: Whatever Twilio would certainly refuse about it, such as ``empty-identity``, ``ttl-too-long`` or
            ``invalid-service-sid``.
        """
        return self._answer(token.to_json(), now)

    @overload
    def sign_many(
        self, tokens: Iterable[AccessToken], *, now: float | None = None, return_exceptions: Literal[False] = False
    ) -> list[str]: ...

    @overload
    def sign_many(
        self, tokens: Iterable[AccessToken], *, now: float | None = None, return_exceptions: Literal[True]
    ) -> list[str | MintError]: ...

    def sign_many(
        self, tokens: Iterable[AccessToken], *, now: float | None = None, return_exceptions: bool = False
    ) -> list[str] | list[str | MintError]:
        """The compact JWTs of many tokens, in their order, in a fraction of the time.

        :param now: As in ``sign``, for all of them.
        :param return_exceptions: Puts the error of a token that is refused in its place, as ``asyncio.gather`` does, where
            otherwise the first one is raised.
        :raises MintError: As ``sign``.
        """
        answers = self._answers("\n".join([token.to_json() for token in tokens]), now).split("\n")[:-1]
        outcomes = [MintError._from_json(answer) if answer.startswith("{") else answer for answer in answers]
        if not return_exceptions:
            for outcome in outcomes:
                if isinstance(outcome, MintError):
                    raise outcome
        return outcomes

    def sign_json(self, token: str, *, now: float | None = None) -> str:
        """The compact JWT of the token that a JSON text asks for.

        The text is an object of ``identity``, and perhaps ``ttl``, ``not_before``, ``region`` and ``grants``, the grants as a
        token has them: ``{"identity": "alice", "grants": {"voice": {"incoming": {"allow": true}}}}``.

        :raises MintError: ``invalid-json``, ``invalid-type``, ``invalid-utf8``, and as ``sign``.
        """
        # Several times as fast, but for one line.
        if isinstance(token, str) and token and "\n" not in token:
            return self._answer(token, now)
        return cast(str, unwrap(self._signers.use(LineSigner.sign_json, token, instant(now)), MintError))

    def _answer(self, line: str, now: float | None) -> str:
        answer = self._answers(line, now)[:-1]
        if answer.startswith("{"):
            raise MintError._from_json(answer)
        return answer

    def _answers(self, lines: str, now: float | None) -> str:
        signer = self._signers.take()
        answers = signer.sign(lines, instant(now))
        self._signers.give_back(signer)
        return answers


def _signer(instance: Instance, create: str, *key: object) -> LineSigner:
    return LineSigner(instance, unwrap(instance.call("signer", f"[static]signing-key.{create}", *key), MintError))


class Claims(TypedDict, total=False):
    """What a token says."""

    jti: str
    """The token's own name."""
    grants: dict[str, Any]
    """The ``identity``, and what is permitted by product."""
    nbf: int
    """When it becomes valid, in seconds since 1970, if not at once."""
    iat: int
    """When it was issued."""
    exp: int
    """When it expires."""
    iss: str
    """The SID of the API key."""
    sub: str
    """The SID of the account."""


class Verifier(Keeper):
    """Says whether a token is this account's, unaltered and of this time. Any thread may use it.

    The key decides the algorithm, which is HS256, and never the token. Whether the grants are those that you want is for you to
    see.
    """

    __slots__ = ("_keys", "_leeway", "_verifiers")

    def __init__(self, account_sid: str, api_key_sid: str, api_key_secret: str, *, leeway: int = 0) -> None:
        """
        :param leeway: By how many seconds clocks are taken to differ, 0 to 4,294,967,295.
        :raises MintError: As ``SigningKey(…)``.
        """
        key = (account_sid, api_key_sid, Secret(api_key_secret))
        del api_key_secret
        self._verify_with([key], leeway)

    def with_key(self, account_sid: str, api_key_sid: str, api_key_secret: str) -> Verifier:
        """A verifier that takes what a further key has signed as well, while one replaces another.

        :raises MintError: As ``SigningKey(…)``.
        """
        key = (account_sid, api_key_sid, Secret(api_key_secret))
        del api_key_secret
        verifier = Verifier.__new__(Verifier)
        verifier._verify_with([*self._keys, key], self._leeway)
        return verifier

    def verify(self, token: str, *, now: float | None = None) -> Claims:
        """The claims of a token that is valid.

        It is valid up to, but not in, the second of ``exp``, and from the second of ``nbf`` on.

        :param now: The time at which it must be, in seconds since 1970; by the clock unless given.
        :raises VerifyError: ``malformed``, ``unsupported-header``, ``algorithm-mismatch``, ``signature-mismatch``,
            ``invalid-claims``, ``wrong-issuer``, ``wrong-account``, ``not-yet-valid``, ``expired`` or ``invalid-utf8``.
        """
        claims = unwrap(self._verifiers.use(Resource.call, "verify", token, instant(now)), VerifyError)
        return cast(Claims, json.loads(claims))

    def _verify_with(self, keys: list[tuple[str, str, Secret[str]]], leeway: int) -> None:
        # wasmtime would cut off what does not fit, and -1 would be a leeway of 136 years.
        if type(leeway) is not int:
            raise TypeError(f"leeway must be of type int, not {type(leeway).__name__}")
        if not 0 <= leeway < 2**32:
            raise ValueError("the leeway must be 0 to 4,294,967,295 seconds")
        self._keys = keys
        self._leeway = leeway
        self._verifiers = Pool(self._verifier)

    def _verifier(self) -> Resource:
        instance = Instance()
        first, *further = self._keys
        handle = unwrap(instance.call("verifier", "[static]token-verifier.create", *first), MintError)
        verifier = Resource("verifier", "token-verifier", instance, handle)
        for key in further:
            unwrap(verifier.call("add-key", *key), MintError)
        verifier.call("set-leeway", self._leeway)
        return verifier
