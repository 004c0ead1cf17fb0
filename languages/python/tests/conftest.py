"""What the tests share."""

from __future__ import annotations

import os

import pytest

from support import ROOT, VECTORS
from twilio_access_token import SigningKey

# Before anything signs: the tests leave nothing in this user's own cache.
os.environ["TWILIO_ACCESS_TOKEN_CACHE"] = str(ROOT / "target" / "python" / "cache")


@pytest.fixture(scope="session")
def credentials() -> tuple[str, str, str]:
    key: dict[str, str] = VECTORS["key"]
    return key["account_sid"], key["api_key_sid"], key["api_key_secret"]


@pytest.fixture(scope="session")
def key(credentials: tuple[str, str, str]) -> SigningKey:
    return SigningKey(*credentials)


@pytest.fixture(scope="session")
def now() -> int:
    seconds: int = VECTORS["now"]
    return seconds
