"""Every example of the documents runs. Those in Rust are doctests."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import jwt as pyjwt
import pytest

from support import NATIVE, ROOT, shell

# A token, wherever it stands in what an example prints.
TOKEN = re.compile(r"eyJ[\w-]+\.[\w-]+\.[\w-]{43}")

DOCUMENTS = ["README.md", "docs/endpoint.md", "npm/README.md"]


def examples(language: str) -> list[object]:
    found = []
    for document in DOCUMENTS:
        blocks = re.findall(rf"^```{language}\n(.*?)^```$", (ROOT / document).read_text(), re.MULTILINE | re.DOTALL)
        found += [pytest.param(block, id=f"{document} {number}") for number, block in enumerate(blocks, 1)]
    return found


def assert_prints_token(output: str) -> None:
    match = TOKEN.search(output)
    assert match, output
    claims = pyjwt.decode(match[0], "the-32-character-API-key-secret.", ["HS256"])
    assert claims["grants"]["identity"] == "alice"
    assert claims["sub"] == "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"


def assert_prints_capabilities(output: str) -> None:
    secret = "the-auth-token-of-that-account.."
    client, worker = (pyjwt.decode(token, secret, ["HS256"]) for token in output.split())
    assert client["scope"] == (
        "scope:client:incoming?clientName=alice"
        " scope:client:outgoing?appSid=APaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&clientName=alice"
    )
    assert worker["worker_sid"] == "WKaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    assert [policy["allow"] for policy in worker["policies"]] == [True] * 6 + [False]


def assert_prints_validation_token(output: str) -> None:
    token = output.strip()
    header = pyjwt.get_unverified_header(token)
    assert (header["alg"], header["cty"]) == ("RS256", "twilio-pkrv;v=1")
    # The key is the example's own.
    claims = pyjwt.decode(token, options={"verify_signature": False})
    request = (
        b"GET\n/2010-04-01/Accounts.json\nFriendlyName=a%3Db\n"
        b"authorization:Basic QUM6\nhost:api.twilio.com\n\nauthorization;host\n"
    )
    assert claims["rqh"] == hashlib.sha256(request).hexdigest()


def assert_prints_what_it_promises(example: str, output: str) -> None:
    """An access token, unless the example is one of something else."""
    if "exports.handler" in example:
        assert output == ""
    elif "ClientCapability" in example:
        assert_prints_capabilities(output)
    elif "ValidationToken" in example:
        assert_prints_validation_token(output)
    elif "webhook" not in example and "validateRequest" not in example:
        assert_prints_token(output)
    elif "webhook sign" in example:
        assert output == "valid\nrefused\n"
    elif "WebhookKey" in example:
        assert output == "signature-mismatch\n"
    else:
        assert output == "true false\n"


@pytest.mark.parametrize("example", examples("js"))
def test_javascript(example: str, tmp_path: Path) -> None:
    modules = tmp_path / "node_modules"
    modules.mkdir()
    (modules / "twilio-access-token").symlink_to(ROOT / "npm")
    (modules / "express").symlink_to(ROOT / "tests" / "endpoint" / "node_modules" / "express")
    done = subprocess.run(["node", "-e", example], cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert_prints_what_it_promises(example, done.stdout)


@pytest.mark.parametrize("example", examples("sh"))
def test_shell(example: str) -> None:
    assert_prints_what_it_promises(example, shell(example))


def test_there_are_examples_for_each() -> None:
    assert len(examples("js")) >= 6
    assert len(examples("sh")) >= 4
    assert "```rust" in (ROOT / "README.md").read_text()


def test_every_error_code_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text()
    for source in [
        "crates/core/src/env.rs",
        "crates/core/src/error.rs",
        "crates/core/src/jws/algorithm.rs",
        "crates/core/src/region.rs",
        "crates/core/src/time.rs",
        "crates/core/src/verify.rs",
        "crates/core/src/validation/private_key.rs",
        "crates/core/src/webhook/error.rs",
        "crates/endpoint/src/error.rs",
        "crates/endpoint/src/error/session.rs",
    ]:
        codes = re.findall(r'=> "([a-z]+(?:-[a-z]+)+|expired|malformed)"', (ROOT / source).read_text())
        assert codes, source
        for code in codes:
            assert f"`{code}`" in readme, code


def test_the_variables_of_the_readme_are_those_of_the_help() -> None:
    readme = (ROOT / "README.md").read_text()
    help_text = subprocess.run([NATIVE, "video", "--help"], capture_output=True, text=True, check=True).stdout
    names = set(re.findall(r"\b(?:TWILIO_)?(?:ACCOUNT_SID|API_\w+|TOKEN_TTL)\b", help_text))
    assert len(names) == 11
    for name in names:
        assert f"`{name}`" in readme, name


def test_every_variable_of_the_endpoint_is_documented() -> None:
    """In docs/endpoint.md, or with the spellings of the key, to which that refers, in the README."""
    document = (ROOT / "docs" / "endpoint.md").read_text() + (ROOT / "README.md").read_text()
    names = set()
    for source in (ROOT / "crates" / "endpoint" / "src").rglob("*.rs"):
        names |= set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+|PASSCODE)"', source.read_text()))
    names = {name for name in names if not (name.startswith("TWILIO_") and name.removeprefix("TWILIO_") in names)}
    assert len(names) >= 20
    for name in names:
        assert f"`{name}`" in document, name
