"""Measures the package beside Twilio's own and the core, natively, in one run, and prints ratios: ``bench.py --rounds N``.

A round measures everyone once, in turn; a ratio is the median of those of the rounds. What the core takes natively is what
``twilio-access-token mint`` takes for many lines, less what it takes for one.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from twilio.jwt.access_token import AccessToken as TwiliosAccessToken
from twilio.jwt.access_token.grants import VideoGrant as TwiliosVideoGrant

from twilio_access_token import AccessToken, SigningKey, Verifier, VideoGrant

NATIVE = Path(__file__).resolve().parents[3] / "target" / "release" / "twilio-access-token"
KEY = ("AC0123456789abcdef0123456789abcdef", "SKfedcba9876543210fedcba9876543210", "NotARealSecret0NotARealSecret012")
ENVIRONMENT = dict(zip(("ACCOUNT_SID", "API_KEY", "API_SECRET"), KEY))
TOKENS = 1000
NATIVE_LINES = 50_000

Measured = dict[str, Callable[[], float]]

#: Of different lengths, as users' names are.
IDENTITIES = [f"user-{'x' * (number % 40)}{number}" for number in range(TOKENS)]

key = SigningKey(*KEY)
verifier = Verifier(*KEY)
signed = key.sign_many([AccessToken(identity, grants=[VideoGrant("daily")]) for identity in IDENTITIES])


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def sign_with_twilio() -> None:
    for identity in IDENTITIES:
        token = TwiliosAccessToken(*KEY, identity=identity)
        token.add_grant(TwiliosVideoGrant(room="daily"))
        token.to_jwt()


def sign() -> None:
    for identity in IDENTITIES:
        key.sign(AccessToken(identity, grants=[VideoGrant("daily")]))


def sign_many() -> None:
    key.sign_many([AccessToken(identity, grants=[VideoGrant("daily")]) for identity in IDENTITIES])


def verify_with_twilio() -> None:
    for token in signed:
        TwiliosAccessToken.from_jwt(token, KEY[2])


def verify() -> None:
    for token in signed:
        verifier.verify(token)


def mint(lines: int) -> float:
    requests = ['{"identity":"%s","grants":{"video":{"room":"daily"}}}\n' % identity for identity in IDENTITIES]
    text = "".join(requests * (lines // TOKENS) or requests[:1])
    arguments: Any = {"input": text, "env": ENVIRONMENT, "stdout": subprocess.DEVNULL, "text": True, "check": True}
    return seconds(lambda: subprocess.run([str(NATIVE), "mint"], **arguments))


SIGNING: Measured = {
    "twilio": lambda: seconds(sign_with_twilio) / TOKENS,
    "sign": lambda: seconds(sign) / TOKENS,
    "sign_many(1000)": lambda: seconds(sign_many) / TOKENS,
    "native core": lambda: (mint(NATIVE_LINES) - mint(1)) / NATIVE_LINES,
}

VERIFYING: Measured = {
    "twilio": lambda: seconds(verify_with_twilio) / TOKENS,
    "verify": lambda: seconds(verify) / TOKENS,
}

TWILIOS_FIRST = f"""
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VideoGrant
token = AccessToken(*{KEY}, identity="alice")
token.add_grant(VideoGrant(room="daily"))
print(token.to_jwt())
"""
OUR_FIRST = f"""
from twilio_access_token import AccessToken, SigningKey, VideoGrant
print(SigningKey(*{KEY}).sign(AccessToken("alice", grants=[VideoGrant("daily")])))
"""


def first_tokens(cache: str) -> Measured:
    def process(program: str, cache: str) -> Callable[[], float]:
        environment = {**os.environ, "TWILIO_ACCESS_TOKEN_CACHE": cache}
        command = [sys.executable, "-W", "ignore", "-c", program]
        return lambda: seconds(lambda: subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True))

    return {
        "twilio": process(TWILIOS_FIRST, cache),
        "cached": process(OUR_FIRST, cache),
        "not cached": process(OUR_FIRST, "off"),
        "Python alone": process("", cache),
    }


def measure(title: str, rounds: int, contestants: Measured, unit: float) -> None:
    measured: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, contestant in contestants.items():
            taken = contestant()
            # The first round warms up, and fills the cache.
            if number > 0:
                measured[name].append(taken)

    def ratio(name: str, other: str) -> float:
        return median(one / another for one, another in zip(measured[name], measured[other]))

    print(title)
    for name in measured:
        print(f"  {name:16} {median(measured[name]) / unit:8.2f}  {ratio(name, 'twilio'):6.3f}x twilio")
    if "native core" in measured:
        for name in ("sign", "sign_many(1000)"):
            print(f"  {name} takes {ratio(name, 'native core'):.1f}x the time of the native core")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    measure("To sign a token, in microseconds:", rounds, SIGNING, 1e-6)
    measure("To verify a token, in microseconds:", rounds, VERIFYING, 1e-6)
    with tempfile.TemporaryDirectory() as folder:
        title = "From the start of a process to the end of it, of which the first token is all, in milliseconds:"
        measure(title, rounds, first_tokens(f"{folder}/cache"), 1e-3)


if __name__ == "__main__":
    main()
