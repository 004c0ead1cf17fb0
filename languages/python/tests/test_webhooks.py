"""Webhooks, as a server meets them."""

from __future__ import annotations

import hashlib
import time

import pytest
from twilio.request_validator import RequestValidator

from twilio_access_token import WebhookError, WebhookKey

URL = "https://example.com/voice?a=1"
KEY = WebhookKey("12345")


def code(signature: str, url: str, body: bytes) -> str:
    with pytest.raises(WebhookError) as refused:
        KEY.validate_body(signature, url, body)
    return refused.value.code


def test_twilios_own_library_agrees() -> None:
    fields = {"CallSid": "CA123", "Digits": "1234", "Name": "Zoë"}
    signature = KEY.sign(URL, fields)
    assert RequestValidator("12345").validate(URL, fields, signature)
    KEY.validate_form(signature, URL, fields)
    KEY.validate_form(signature, URL, reversed(fields.items()))
    with pytest.raises(WebhookError) as refused:
        KEY.validate_form(signature, URL, {**fields, "Price": "0"})
    assert refused.value.code == "signature-mismatch"


def test_bodies() -> None:
    body = bytes(range(256))
    url = f"{URL}&bodySHA256={hashlib.sha256(body).hexdigest()}"
    signature = KEY.sign(url)
    KEY.validate_body(signature, url, body)
    assert code(signature, url, body[:-1]) == "body-mismatch"
    assert code(signature, url, b"") == "body-mismatch"
    assert code(signature, URL, body) == "missing-body-hash"
    empty = f"{URL}&bodySHA256={hashlib.sha256().hexdigest()}"
    KEY.validate_body(KEY.sign(empty), empty, b"")
    assert code(KEY.sign(empty), empty, body) == "body-mismatch"


def test_a_shared_key_by_its_header() -> None:
    settings = "key=my-key,algorithm=HMAC_SHA256"
    environment = {"TWILIO_WEBHOOK_KEY_SECRET": "secret", "AUTH_TOKEN": "12345"}
    signature = WebhookKey("secret", settings=settings).sign(URL)
    WebhookKey.from_environment(environment, settings=settings).validate_form(signature, URL)
    assert len(signature) == 44
    with pytest.raises(WebhookError) as refused:
        WebhookKey.from_environment(environment).validate_form(signature, URL)
    assert refused.value.code == "malformed-signature"


def test_a_stranger_is_refused_before_the_body_is_handed_on() -> None:
    """Megabytes are, in this place, seconds."""
    body = bytes(8_000_000)
    url = f"{URL}&bodySHA256={hashlib.sha256(body).hexdigest()}"
    before = time.process_time()
    assert code(KEY.sign(URL), url, body) == "signature-mismatch"
    assert time.process_time() - before < 1
