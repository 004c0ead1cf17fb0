"""The demo: with no key, with one, with a wrong one, and until it is told to stop."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Mapping

import jwt as pyjwt

from support import ROOT, VECTORS, environment, free_port

DEMO = ["node", str(ROOT / "demo" / "demo.js")]
SECRET = VECTORS["key"]["api_key_secret"]


def run(*arguments: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    env = environment({}) if env is None else env
    done = subprocess.run([*DEMO, *arguments], env=dict(env), capture_output=True, text=True, timeout=60)
    assert SECRET not in done.stdout + done.stderr
    return done


def test_without_a_key_it_makes_one_up_and_says_so() -> None:
    done = run("--once", "--port", "0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "the key is made up, and Twilio would refuse its tokens" in done.stdout
    assert "ACCOUNT_SID, API_KEY and API_SECRET are not set" in done.stdout
    assert '"identity": "alice"' in done.stdout
    assert re.search(r"curl http://127\.0\.0\.1:\d+/create-room-token -H 'content-type: application/json' -d '", done.stdout)


def test_with_a_key_it_is_used() -> None:
    done = run("--once", "--port", "0", env=environment(TOKEN_AUTH="anyone", ALLOWED_ORIGINS="*", TOKEN_TTL="60"))
    assert done.returncode == 0
    assert "made up" not in done.stdout and "TOKEN_AUTH" not in done.stdout
    token = re.search(r"^eyJ\S+$", done.stdout, re.MULTILINE)
    claims = pyjwt.decode(token[0], SECRET, ["HS256"])
    assert claims["exp"] - claims["iat"] == 60


def test_a_key_that_is_wrong_is_refused() -> None:
    done = run("--once", env=environment({**VECTORS["key"], "account_sid": "AC1"}))
    assert done.returncode == 1
    assert done.stderr.startswith("error: this server is not configured: the Account SID is not one")


def test_wrong_usage() -> None:
    for arguments in [["--port", "high"], ["--port", "65536"], ["--twice"], ["now"]]:
        done = run(*arguments)
        assert done.returncode == 1 and done.stderr.startswith("error: "), arguments
    assert run("--help").stdout.startswith("Starts the token server on 127.0.0.1")


def test_a_port_that_was_asked_for_is_not_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("--once", "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1 and "EADDRINUSE" in done.stderr


def test_it_stays_up_until_it_is_stopped_and_its_curl_line_works() -> None:
    command = [*DEMO, "--port", str(free_port())]
    with subprocess.Popen(command, env=environment({}), stdout=subprocess.PIPE, text=True) as demo:
        printed = ""
        for line in demo.stdout:
            printed += line
            if "Ctrl-C" in line:
                break
        page = re.search(r"Or see it in a browser: (http://127\.0\.0\.1:\d+/)$", printed, re.MULTILINE)
        with urllib.request.urlopen(page[1], timeout=30) as response:
            assert b"Mint an access token" in response.read()
        curl = next(line for line in printed.splitlines() if line.startswith("  curl "))
        answer = subprocess.run(["bash", "-c", f"{curl} --silent"], capture_output=True, text=True, timeout=30, check=True)
        assert answer.stdout.startswith('{"token":"eyJ')
        assert demo.poll() is None
        demo.send_signal(signal.SIGINT)
        assert demo.wait(timeout=10) == 0
