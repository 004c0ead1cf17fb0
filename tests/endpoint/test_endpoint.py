"""The endpoint over real HTTP: the cases of cases.json, on every host."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jwt as pyjwt
import pytest

from support import CASES, HTTP, ROOT, VECTORS, WASMTIME, Server, environment, free_port, serving, wasi_environment

HERE = Path(__file__).parent
REQUESTS: list[dict[str, Any]] = json.loads((HERE / "cases.json").read_text())
KEY = VECTORS["key"]
SECRET = KEY["api_key_secret"]
PATH = "/create-room-token"
HOSTS = ["node", "wasmtime"]


@contextlib.contextmanager
def host(name: str, env: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    if name == "node":
        command = ["node", str(HERE / "node-host.js"), str(port)]
    else:
        serve = [WASMTIME, "serve", "--addr", f"127.0.0.1:{port}", "-S", "cli"]
        command = [*serve, *wasi_environment(env), str(HTTP)]
    with serving(command, port, env) as server:
        yield server
        assert SECRET not in server.output


@pytest.fixture(scope="module", params=HOSTS)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with host(request.param, environment(TOKEN_AUTH="anyone")) as server:
        yield server


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.text = response.read().decode()
        assert SECRET not in self.text + str(self.headers)

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        error = self.json["error"]
        assert list(error) == ["code", "message", "explanation"]
        assert error["explanation"].endswith(".")
        return error["code"]


def ask(
    server: Server,
    method: str = "POST",
    path: str = PATH,
    query: str | None = None,
    body: str | None = None,
    then_repeat: tuple[str, int] | None = None,
    **headers: str,
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    repeated = "" if then_repeat is None else then_repeat[0] * then_repeat[1]
    content = None if body is None else (body + repeated).encode()
    with contextlib.closing(connection):
        names = {name.replace("_", "-"): value.encode() for name, value in headers.items()}
        # A server may answer before it has heard all, and stop listening.
        with contextlib.suppress(ConnectionError):
            connection.request(method, path if query is None else f"{path}?{query}", content, names)
        return Answer(connection.getresponse())


def assert_is_token(jwt: str, identity: str, room: str | None = None, ttl: int = 3600) -> None:
    claims = pyjwt.decode(jwt, SECRET, ["HS256"])
    assert claims["grants"] == {"identity": identity, "video": {} if room is None else {"room": room}}
    assert (claims["iss"], claims["sub"]) == (KEY["api_key_sid"], KEY["account_sid"])
    assert claims["exp"] - claims["iat"] == ttl
    assert claims["jti"] == f"{KEY['api_key_sid']}-{claims['iat']}"


@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: case["name"])
def test_cases(server: Server, case: Mapping[str, Any]) -> None:
    answer = ask(server, **case["request"])
    assert answer.headers["access-control-allow-origin"] == "*"
    if "token" in case:
        expected = dict(case["token"])
        content_type = expected.pop("content_type", "application/json")
        assert (answer.status, answer.headers["content-type"]) == (200, content_type)
        assert answer.headers["cache-control"] == "no-store"
        jwt = answer.text
        if content_type == "application/json":
            assert list(answer.json) == ["token", "identity", "expires_at"]
            jwt = answer.json["token"]
            assert answer.json["identity"] == expected["identity"]
            assert answer.json["expires_at"] == pyjwt.decode(jwt, SECRET, ["HS256"])["exp"]
        assert_is_token(jwt, **expected)
    else:
        assert answer.status == case["status"]
        if "code" in case:
            assert (answer.code, answer.headers["content-type"]) == (case["code"], "application/json")
        else:
            assert answer.text == ""
    for name, value in case.get("headers", {}).items():
        assert answer.headers[name] == value
    assert "x-evil" not in answer.headers

    # Whatever it was, the next request is answered.
    assert ask(server, query="identity=alice").status == 200


# The others change what a server is configured with, not what it is asked for.
ASKED = [case for case in CASES if "jwt" in case and case.keys() <= {"name", "identity", "room", "jwt"}]


@pytest.mark.parametrize("case", ASKED, ids=lambda case: case["name"])
def test_vectors(server: Server, case: Mapping[str, Any]) -> None:
    """The bytes of the shared cases, but for the times: a server's clock cannot be stopped."""
    fields = {name: case[name] for name in ("identity", "room") if name in case}
    answer = ask(server, body=json.dumps(fields), content_type="application/json")
    header, payload, _ = answer.json["token"].split(".")
    expected_header, expected_payload, _ = case["jwt"].split(".")
    claims = pyjwt.decode(answer.json["token"], SECRET, ["HS256"])

    text = _decode(payload)
    for time, stopped in ((claims["iat"], VECTORS["now"]), (claims["exp"], VECTORS["now"] + 3600)):
        text = text.replace(str(time), str(stopped))
    assert (header, text) == (expected_header, _decode(expected_payload))


def _decode(segment: str) -> str:
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)).decode()


@pytest.mark.parametrize("name", HOSTS)
@pytest.mark.parametrize(
    ("env", "code", "hint"),
    [
        (environment(), "token-auth-unset", "TOKEN_AUTH=anyone"),
        (environment(TOKEN_AUTH=""), "token-auth-unset", "TOKEN_AUTH=anyone"),
        (environment(TOKEN_AUTH="passcode"), "unsupported-token-auth", "TOKEN_AUTH=anyone"),
        (environment(TOKEN_AUTH=SECRET), "unsupported-token-auth", "TOKEN_AUTH=anyone"),
        (environment({}, TOKEN_AUTH="anyone"), "missing-variable", "ACCOUNT_SID, API_KEY and API_SECRET"),
        (environment({**KEY, "api_key_secret": ""}, TOKEN_AUTH="anyone"), "missing-variable", "API_SECRET"),
        (environment({**KEY, "account_sid": "AC1"}, TOKEN_AUTH="anyone"), "invalid-account-sid", "AC and 32"),
        (environment({**KEY, "account_sid": SECRET}, TOKEN_AUTH="anyone"), "invalid-account-sid", "AC and 32"),
        (environment({**KEY, "api_key_sid": SECRET}, TOKEN_AUTH="anyone"), "invalid-api-key-sid", "SK and 32"),
        (environment(TOKEN_AUTH="anyone", TOKEN_TTL="0"), "ttl-too-short", "at least 1"),
        (environment(TOKEN_AUTH="anyone", TOKEN_TTL="86401"), "ttl-too-long", "at most 86400"),
        (environment(TOKEN_AUTH="anyone", TOKEN_TTL=SECRET), "invalid-ttl", "1 to 86400"),
        (environment(TOKEN_AUTH="anyone", TWILIO_API_SECRET="x"), "conflicting-variables", "API_SECRET"),
    ],
)
def test_configuration_that_is_wrong(name: str, env: Mapping[str, str], code: str, hint: str) -> None:
    with host(name, env) as server:
        for _ in range(2):
            answer = ask(server, query="identity=alice")
            assert (answer.status, answer.code) == (500, code)
            assert hint in answer.json["error"]["explanation"]
        assert ask(server, method="OPTIONS").status == 204
        assert ask(server, method="GET").status == 405


@pytest.mark.parametrize("name", HOSTS)
def test_lifetime_is_configured(name: str) -> None:
    with host(name, environment(TOKEN_AUTH="anyone", TOKEN_TTL="60")) as server:
        answer = ask(server, query="identity=alice")
        assert_is_token(answer.json["token"], "alice", ttl=60)


def test_one_connection_serves_many_requests(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with contextlib.closing(connection):
        for identity in ["alice", "", "bob"]:
            connection.request("POST", f"{PATH}?identity={identity}")
            answer = Answer(connection.getresponse())
            assert answer.status == (200 if identity else 400)


def test_a_client_that_goes_away_harms_nobody(server: Server) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    for part in (head, head + '{"identity":', head[:40]):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            client.sendall(part.encode())
    assert ask(server, query="identity=alice").status == 200


def test_a_slow_body_is_waited_for(server: Server) -> None:
    body = b'{"identity":"alice"}'
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode())
        for byte in body:
            client.sendall(bytes([byte]))
        response = http.client.HTTPResponse(client)
        response.begin()
        assert_is_token(Answer(response).json["token"], "alice")
