"""The cases that every embedding is run through, and how its answers are judged."""

from __future__ import annotations

import json
from typing import Any

from support import ROOT, assert_unmarked

CASES: list[dict[str, Any]] = json.loads((ROOT / "tests" / "vectors" / "embeddings.json").read_text())["cases"]
CALLS = ["sign", "verify", "inspect", "webhook"]

OK, REJECTED = 0, 1


def cases_of(call: str) -> list[dict[str, Any]]:
    """The cases of a call, which are more than none."""
    cases = [case for case in CASES if case["call"] == call]
    assert cases and len(CASES) > 290, len(CASES)
    return cases


def key_of(case: dict[str, Any]) -> list[str]:
    return [case["account_sid"], case["api_key_sid"], case["api_key_secret"]]


def fields_of(case: dict[str, Any]) -> str | None:
    """The fields of a form as JSON, if it is one."""
    return json.dumps(case["fields"], ensure_ascii=False) if "fields" in case else None


def one_line(status: int, text: str) -> tuple[int, str]:
    """The answer that signing many gives for one, as signing one gives it."""
    if status == OK:
        assert text.endswith("\n") and text.count("\n") == 1, text
        text = text[:-1]
        status = REJECTED if text.startswith("{") else OK
    return status, text


def judge(case: dict[str, Any], status: int, text: str) -> None:
    """Holds what a call has given, its status and its text, to what the case expects."""
    name = case["name"]
    assert_unmarked(text)
    if "error" in case:
        assert status == REJECTED, (name, status, text)
        error = json.loads(text)
        assert list(error) == ["code", "message", "hint"], (name, text)
        assert error["code"] == case["error"], (name, text)
        assert error["message"] and not error["message"].endswith("."), (name, text)
        assert error["hint"].endswith("."), (name, text)
        return
    assert status == OK, (name, status, text)
    expected = case["result"]
    match case["call"]:
        case "verify":
            assert json.loads(text) == json.loads(expected), (name, text)
        case "inspect":
            report = json.loads(text)
            findings = [[finding[key] for key in ("code", "twilio_code", "severity")] for finding in report["findings"]]
            assert {"signature": report["signature"], "findings": findings} == expected, (name, text)
        case _:
            assert text == (expected or ""), (name, text)
