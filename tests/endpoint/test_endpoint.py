"""The endpoint over real HTTP: the cases of cases.json, on every host."""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import re
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import jwt as pyjwt
import pytest

from support import (
    CASES,
    HTTP,
    MARKED,
    REDACTION,
    ROOT,
    VECTORS,
    WASMTIMES,
    Server,
    assert_unmarked,
    environment,
    free_port,
    names_of,
    serving,
    wasi_environment,
)

HERE = Path(__file__).parent
TABLE: dict[str, Any] = json.loads((HERE / "cases.json").read_text())
# Keys and session tokens by the names that the cases have for them.
SESSIONS: dict[str, str] = json.loads(subprocess.run(["node", HERE / "sessions.mjs"], capture_output=True, check=True).stdout)


def filled(text: str) -> str:
    """A text with what the names in braces stand for."""
    return re.sub(r"\{([^{}]+)\}", lambda name: SESSIONS[name[1]], text)


ENVIRONMENTS: dict[str, dict[str, str]] = {
    env: {name: filled(value) for name, value in variables.items()} for env, variables in TABLE["environments"].items()
}
KEY = VECTORS["key"]
SECRET = KEY["api_key_secret"]
PATH = "/create-room-token"
HOSTS = {
    "node": ["node.js"],
    "node on WebAssembly": ["node.js"],
    **dict.fromkeys(WASMTIMES, []),
    "express": ["express.js"],
    "express with parsers": ["express.js", "parsers"],
    "fetch": ["fetch.js"],
}
# Not a server of one environment, but of all: a Function each.
FUNCTIONS = "functions"
# Of these no value may show, wherever it is put.
SECRETS = ["API_SECRET", "AUTH_TOKEN", "JWT_JWKS", "JWT_PUBLIC_KEY", "JWT_SECRET", "PASSCODE"]


@contextlib.contextmanager
def host(name: str, env: Mapping[str, str]) -> Iterator[Server]:
    port = free_port()
    if name not in WASMTIMES:
        script, *arguments = HOSTS[name]
        env = {**env, "TWILIO_ACCESS_TOKEN_BACKEND": "wasm" if name.endswith("WebAssembly") else "native"}
        command = ["node", str(HERE / "hosts" / script), str(port), *arguments]
    else:
        serve = [WASMTIMES[name], "serve", "--addr", f"127.0.0.1:{port}", "-S", "cli"]
        command = [*serve, *wasi_environment(env), str(HTTP)]
    with serving(command, port, env) as server:
        server.secrets = [value for name, value in env.items() if name in SECRETS and value]
        yield server
        shown = server.output + names_of(server.pid)
        assert not any(secret in shown for secret in server.secrets)


class Servers:
    """Servers that are started when they are first asked for."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self._started: dict[tuple[str, str], Server] = {}

    def __call__(self, name: str, env: str = "anyone") -> Server:
        if name == FUNCTIONS:
            env = ""
        if (name, env) not in self._started:
            start = functions() if name == FUNCTIONS else host(name, environment(**ENVIRONMENTS[env]))
            self._started[name, env] = self._stack.enter_context(start)
        return self._started[name, env]


@contextlib.contextmanager
def functions() -> Iterator[Server]:
    """Twilio's local runtime with a Function for each environment."""
    modules = ROOT / "tests" / "functions" / "node_modules"
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "functions").mkdir()
        (project / "node_modules" / "@twilio").mkdir(parents=True)
        for module in ("twilio-run", "@twilio/runtime-handler"):
            (project / "node_modules" / module).symlink_to(modules / module)
        (project / "node_modules" / "twilio-access-token").symlink_to(ROOT / "npm")
        (project / "package.json").write_text((ROOT / "tests" / "functions" / "package.json").read_text())
        for env in ENVIRONMENTS:
            options = json.dumps({"env": {**environment(**ENVIRONMENTS[env])}})
            handler = f"exports.handler = require('twilio-access-token/function').createRoomToken({options});"
            (project / "functions" / f"{function(env)}.js").write_text(handler)

        port = free_port()
        command = ["node", str(modules / "twilio-run" / "bin" / "twilio-run.js"), "start", folder, "--port", str(port)]
        with serving([*command, "--no-fork-process"], port, environment({})) as server:
            secrets = {value for env in ENVIRONMENTS.values() for name, value in env.items() if name in SECRETS}
            server.secrets = [SECRET, *secrets]
            yield server
            assert not any(secret in server.output for secret in server.secrets)


def function(env: str) -> str:
    return env.replace(" ", "-")


@pytest.fixture(scope="module")
def servers() -> Iterator[Servers]:
    with contextlib.ExitStack() as stack:
        yield Servers(stack)


@pytest.fixture(params=HOSTS)
def server(request: pytest.FixtureRequest, servers: Servers) -> Server:
    return servers(request.param)


class Answer:
    def __init__(self, response: http.client.HTTPResponse, secrets: Iterable[str] = (SECRET,)) -> None:
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        assert len(self.headers) == len(response.getheaders())
        self.text = response.read().decode()
        assert not any(secret in self.text + str(self.headers) for secret in secrets)

    @property
    def content_type(self) -> str:
        """Without the charset that Twilio's runtime adds to types that have none."""
        content_type = self.headers["content-type"]
        return content_type if content_type.startswith("text/") else content_type.removesuffix("; charset=utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        error = self.json["error"]
        assert list(error) == ["code", "message", "hint"]
        assert error["hint"].endswith(".")
        return error["code"]


def ask(
    server: Server,
    method: str = "POST",
    path: str = PATH,
    query: str | None = None,
    body: str | None = None,
    then_repeat: tuple[str, int] | None = None,
    **headers: str | list[str],
) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    repeated = "" if then_repeat is None else then_repeat[0] * then_repeat[1]
    content = None if body is None else (body + repeated).encode()
    with contextlib.closing(connection):
        # A server may answer before it has heard all, and stop listening.
        with contextlib.suppress(ConnectionError):
            connection.putrequest(method, path if query is None else f"{path}?{query}", skip_accept_encoding=True)
            for name, values in headers.items():
                for value in [values] if isinstance(values, str) else values:
                    connection.putheader(name.replace("_", "-"), filled(value).encode("latin-1"))
            if content is not None or method == "POST":
                connection.putheader("content-length", str(len(content or b"")))
            connection.endheaders(content)
        return Answer(connection.getresponse(), server.secrets)


def assert_is_token(
    jwt: str, identity: str, room: str | None = None, ttl: int = 3600, grants: Mapping[str, Any] | None = None
) -> None:
    claims = pyjwt.decode(jwt, SECRET, ["HS256"])
    video = {} if room is None else {"room": room}
    assert claims["grants"] == {"identity": identity, "video": video, **(grants or {})}
    assert (claims["iss"], claims["sub"]) == (KEY["api_key_sid"], KEY["account_sid"])
    assert claims["exp"] - claims["iat"] == ttl
    assert claims["jti"] == f"{KEY['api_key_sid']}-{claims['iat']}"


def cases() -> Iterator[object]:
    """Each case on each host, but for those that the host itself answers or changes, as the case then says."""
    for case in TABLE["cases"]:
        # A Function has one path, and does not see the method.
        hosts = [*HOSTS, FUNCTIONS] if case["request"]["method"] == "POST" and "path" not in case["request"] else HOSTS
        for name in hosts:
            if name not in case.get("not_on", {}):
                yield pytest.param(name, case, id=f"{case['name']} - {name}")


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_cases(servers: Servers, name: str, case: Mapping[str, Any]) -> None:
    env = case.get("environment", "anyone")
    server = servers(name, env)
    path = {"path": f"/{function(env)}"} if name == FUNCTIONS else {}
    answer = ask(server, **path, **case["request"])
    if name.startswith("express") and case.get("code") == "not-found":
        # The application's own answer, since there may be something else at the path.
        assert answer.status == 404 and answer.text.startswith("<!DOCTYPE html>")
        return
    if "token" in case:
        assert_grants(answer, **case["token"])
    else:
        assert answer.status == case["status"], answer.text
        # The beginning of any token.
        assert "eyJ" not in answer.text
        if "code" in case:
            codes = case["code"] if isinstance(case["code"], list) else [case["code"]]
            assert answer.code in codes and answer.content_type == "application/json"
        elif "json" in case:
            assert answer.json == case["json"]
        else:
            assert answer.text == ""

    cors = {"access-control-allow-methods": "POST"}
    if ENVIRONMENTS[env].get("ALLOWED_ORIGINS", "*") != "*":
        cors["vary"] = "Origin"
    else:
        cors |= {"access-control-allow-origin": "*", "vary": None}
    for header, value in {**cors, **case.get("headers", {})}.items():
        assert answer.headers.get(header) == value
    assert "x-evil" not in answer.headers

    # Whatever it was, the next request is answered.
    if name == FUNCTIONS:
        assert ask(server, path="/anyone", query="identity=alice").status == 200
    else:
        assert ask(server, method="GET", path="/healthz").json == {"status": "ok"}


def assert_grants(answer: Answer, content_type: str = "application/json", **token: Any) -> None:
    assert (answer.status, answer.content_type) == (200, content_type), answer.text
    assert answer.headers["cache-control"] == "no-store"
    jwt = answer.text
    if content_type == "application/json":
        assert list(answer.json) == ["token", "identity", "expires_at"]
        jwt = answer.json["token"]
        assert answer.json["identity"] == token["identity"]
        assert answer.json["expires_at"] == pyjwt.decode(jwt, SECRET, ["HS256"])["exp"]
    assert_is_token(jwt, **token)


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


@pytest.mark.parametrize("name", ["node", *WASMTIMES])
@pytest.mark.parametrize(
    ("env", "code", "hint"),
    [
        (environment(), "token-auth-unset", "TOKEN_AUTH=anyone"),
        (environment(TOKEN_AUTH=""), "token-auth-unset", "TOKEN_AUTH=anyone"),
        (environment(TOKEN_AUTH="everyone"), "unsupported-token-auth", "twilio-signature"),
        (environment(TOKEN_AUTH="JWT"), "unsupported-token-auth", "jwt, passcode"),
        (environment(TOKEN_AUTH=SECRET), "unsupported-token-auth", "twilio-signature"),
        (environment(TOKEN_AUTH="passcode"), "missing-variable", "Set PASSCODE "),
        (environment(TOKEN_AUTH="passcode", PASSCODE="open sesame open sesame", PASSCODE_EXPIRES_AT=SECRET), "invalid-variable", "since 1970"),
        (environment(**ENVIRONMENTS["passcode"] | {"PASSCODE_EXPIRES_AT": "1700000000000"}), "invalid-variable", "seconds"),
        (environment(TOKEN_AUTH="passcode", PASSCODE="fifteen letters"), "invalid-variable", "at least 16 characters"),
        (environment(TOKEN_AUTH="anyone"), "missing-variable", "ALLOWED_ORIGINS"),
        (environment(TOKEN_AUTH="anyone", ALLOWED_ORIGINS=""), "missing-variable", "ALLOWED_ORIGINS"),
        (environment(TOKEN_AUTH="jwt", JWT_SECRET=SESSIONS["pem"]), "invalid-variable", "PEM"),
        (environment(TOKEN_AUTH="jwt", JWT_SECRET=SESSIONS["pem on one line"]), "invalid-variable", "PEM"),
        (environment(TOKEN_AUTH="jwt", JWT_JWKS=SESSIONS["pem in a set"]), "invalid-variable", "JWT_JWKS"),
        (environment(TOKEN_AUTH="jwt", JWT_JWKS=SESSIONS["private jwks"]), "invalid-variable", "without private keys"),
        (environment(TOKEN_AUTH="jwt", JWT_PUBLIC_KEY=SESSIONS["public and private"]), "invalid-variable", "nothing else"),
        (environment(**ENVIRONMENTS["jwt with rooms"], JWT_ROOMS_MATCH="any"), "invalid-variable", "exact or pattern"),
        (environment(TOKEN_AUTH="jwt"), "missing-variable", "JWT_SECRET, JWT_PUBLIC_KEY or JWT_JWKS"),
        (environment(TOKEN_AUTH="jwt", JWT_SECRET=SECRET, JWT_ISSUER="x"), "missing-variable", "JWT_AUDIENCE"),
        (environment(TOKEN_AUTH="jwt", JWT_SECRET=SECRET, JWT_AUDIENCE="x"), "missing-variable", "JWT_ISSUER"),
        (environment(TOKEN_AUTH="jwt", JWT_SECRET="a secret of only 31 characters."), "invalid-variable", "at least 32 bytes"),
        (environment(TOKEN_AUTH="jwt", JWT_PUBLIC_KEY=SECRET), "invalid-variable", "-----BEGIN PUBLIC KEY-----"),
        (environment(TOKEN_AUTH="jwt", JWT_PUBLIC_KEY=SESSIONS["short key"]), "invalid-variable", "2048"),
        (environment(TOKEN_AUTH="jwt", JWT_PUBLIC_KEY=SESSIONS["private key"]), "invalid-variable", "PUBLIC KEY"),
        (environment(TOKEN_AUTH="jwt", JWT_JWKS=SECRET), "invalid-variable", "JWT_JWKS"),
        (environment(TOKEN_AUTH="jwt", JWT_JWKS='{"keys":[]}'), "invalid-variable", "JWT_JWKS"),
        (environment(TOKEN_AUTH="jwt", JWT_JWKS=SESSIONS["unusable jwks"]), "invalid-variable", "JWT_JWKS"),
        (environment(**ENVIRONMENTS["jwt"], JWT_LEEWAY="301"), "invalid-variable", "0 to 300"),
        (environment(**ENVIRONMENTS["jwt"], JWT_LEEWAY="-1"), "invalid-variable", "0 to 300"),
        (environment(TOKEN_AUTH="twilio-signature", TOKEN_URL="https://a/"), "missing-variable", "AUTH_TOKEN"),
        (environment(TOKEN_AUTH="twilio-signature", AUTH_TOKEN="marked-auth-token"), "missing-variable", "TOKEN_URL"),
        (environment(TOKEN_AUTH="twilio-signature", AUTH_TOKEN="marked-auth-token", TOKEN_URL=SECRET), "invalid-variable", "TOKEN_URL"),
        (environment(**ENVIRONMENTS["twilio-signature"] | {"TOKEN_URL": "https://tokens.example"}), "invalid-variable", "TOKEN_URL"),
        (environment(TOKEN_AUTH="anyone", ACCESS_LOG=SECRET), "invalid-variable", "ACCESS_LOG"),
        (environment(TOKEN_AUTH="anyone", ALLOWED_ROOMS=","), "invalid-variable", "ALLOWED_ROOMS"),
        (environment(TOKEN_AUTH="anyone", CHAT_SERVICE_SID=SECRET), "invalid-service-sid", "Console"),
        (environment(TOKEN_AUTH="anyone", WORKER_SID=KEY["account_sid"]), "invalid-worker-sid", "TaskRouter"),
        (environment(TOKEN_AUTH="anyone", WORKER_SID="WK" + "0" * 32), "missing-variable", "WORKSPACE_SID"),
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
            assert hint in answer.json["error"]["hint"]
            assert ask(server, method="GET", path="/healthz").json == answer.json
        assert ask(server, method="OPTIONS").status == 204
        assert ask(server, method="GET").status == 405


@pytest.mark.parametrize("name", ["node", *WASMTIMES])
def test_origins_that_are_wrong_let_no_page_in(name: str) -> None:
    with host(name, environment(TOKEN_AUTH="anyone", ALLOWED_ORIGINS="https://app.example/")) as server:
        answer = ask(server, query="identity=alice", origin="https://app.example")
        assert (answer.status, answer.code) == (500, "invalid-variable")
        assert "ALLOWED_ORIGINS" in answer.json["error"]["hint"]
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("name", ["node", *WASMTIMES])
def test_access_log(name: str) -> None:
    env = environment(ACCESS_LOG="json", **ENVIRONMENTS["passcode"])
    passcode = env["PASSCODE"]
    with host(name, env) as server:
        assert '"status"' not in server.output
        identity = 'al"ice\n\x7f\x9b31m\u202e\u2066'
        body = json.dumps({"identity": identity, "room": "daily", "passcode": passcode})
        token = ask(server, body=body, content_type="application/json").json
        ask(server, query="identity=alice&passcode=a%20wrong%20passcode")
        unknown = ask(server, path="/" + passcode.replace(" ", "-"), query="identity=alice")
        ask(server, method="OPTIONS")
        ask(server, method="HEAD", path="/healthz", authorization="Bearer " + token["token"])
        deadline = time.monotonic() + 10
        while (output := server.output).count('"status"') < 5 and time.monotonic() < deadline:
            time.sleep(0.05)

    # wasmtime puts something of its own before each line.
    lines = [json.loads(line[line.index("{") :]) for line in output.splitlines() if '"status"' in line]
    times = [line.pop("time") for line in lines]
    assert times[0] == token["expires_at"] - 3600 and times == sorted(times)
    minted = {"identity": identity, "room": "daily", "expires_at": token["expires_at"]}
    expected = [
        {"method": "POST", "path": PATH, "status": 200, **minted},
        {"method": "POST", "path": PATH, "status": 401, "code": "wrong-passcode"},
        {"method": "POST", "path": None, "status": 404, "code": "not-found"},
        {"method": "OPTIONS", "path": PATH, "status": 204},
        {"method": "HEAD", "path": "/healthz", "status": 200},
    ]
    # What is not at a path of the endpoint's goes on to the application.
    assert lines == (expected if unknown.status == 404 and not name.startswith("express") else expected[:2] + expected[3:])
    assert not re.search("[\x7f-\x9f\u202e\u2066]", output)
    assert "wrong passcode" not in output and "sesame" not in output and token["token"] not in output


@pytest.mark.parametrize("mode", ["anyone", "passcode", "jwt", "twilio-signature"])
@pytest.mark.parametrize("name", HOSTS)
def test_shows_no_secret_in_answers_and_logs(name: str, mode: str) -> None:
    """Every secret of the server is the marked one."""
    secrets = {variable: MARKED for variable in ENVIRONMENTS[mode] if variable in SECRETS and variable != "JWT_JWKS"}
    env = environment({**KEY, "api_key_secret": MARKED}, **ENVIRONMENTS[mode] | secrets, ACCESS_LOG="json")
    answered = 0
    with host(name, env) as server:
        for method, target, header, value, body in REDACTION["requests"]:
            path, _, query = target.partition("?")
            if name.startswith("express") and path != PATH or name.endswith("parsers") and "json" in value:
                # The application's own answer contains the path, and its parser's error the body.
                continue
            answer = ask(server, method, path, query or None, body or None, **{header: value})
            assert_unmarked(answer.text, str(answer.headers))
            answered += 1
        # The last line of the log.
        assert ask(server, method="HEAD", path="/healthz").status == 200
        deadline = time.monotonic() + 10
        while '"HEAD"' not in (output := server.output) and time.monotonic() < deadline:
            time.sleep(0.05)
    assert answered > 10 and output.count('"status"') >= answered - 3
    assert_unmarked(output)


def test_finds_an_identity_that_is_shown(server: Server) -> None:
    """An identity is no secret, and is answered."""
    with pytest.raises(AssertionError, match="MarkedSecret"):
        assert_unmarked(ask(server, query=f"identity={MARKED}").text)


def test_one_connection_serves_many_requests(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    with contextlib.closing(connection):
        for identity in ["alice", "", "bob"]:
            connection.request("POST", f"{PATH}?identity={identity}")
            answer = Answer(connection.getresponse())
            assert answer.status == (200 if identity else 400)


def test_requests_may_be_sent_ahead(server: Server) -> None:
    head = f"POST {PATH}?identity=%s HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall("".join(head % identity for identity in ("alice", "", "bob")).encode())
        answers = client.makefile("rb")
        for identity in ("alice", "", "bob"):
            assert_answers(answers, identity)


def assert_answers(answers: BinaryIO, identity: str) -> None:
    status = int(answers.readline().split()[1])
    headers = http.client.parse_headers(answers)
    body = json.loads(_body(answers, headers))
    if identity:
        assert status == 200
        assert_is_token(body["token"], identity)
    else:
        assert (status, body["error"]["code"]) == (400, "empty-identity")


def _body(answers: BinaryIO, headers: Mapping[str, str]) -> bytes:
    if "content-length" in headers:
        return answers.read(int(headers["content-length"]))
    body = b""
    while size := int(answers.readline(), 16):
        body += answers.read(size + 2)[:-2]
    answers.readline()
    return body


@pytest.mark.parametrize("name", HOSTS)
def test_a_client_may_stop_sending_before_it_listens(servers: Servers, name: str) -> None:
    server = servers(name)
    body = b'{"identity":"alice"}'
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall(head.encode() + body)
        client.shutdown(socket.SHUT_WR)
        # wasmtime takes a connection for closed as soon as one side of it is, unless its answer is there already.
        if name not in WASMTIMES:
            assert_answers(client.makefile("rb"), "alice")
    assert ask(server, query="identity=alice").status == 200


@pytest.mark.parametrize("name", ["express", "express with parsers"])
def test_express_has_other_paths(servers: Servers, name: str) -> None:
    server = servers(name)
    assert ask(server, path="/another", body="its body", content_type="text/plain").text == "another: its body"
    answer = ask(server, path=f"/below{PATH}", body='{"identity":"alice"}', content_type="application/json")
    assert_is_token(answer.json["token"], "alice")


def test_a_client_that_goes_away_harms_nobody(server: Server) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    for part in (head, head + '{"identity":', head[:40]):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
            client.sendall(part.encode())
    assert ask(server, query="identity=alice").status == 200


def waiting(server: Server, target: str = PATH, *headers: str) -> Answer:
    """The answer to a request whose body never comes."""
    head = ["POST " + target + " HTTP/1.1", "Host: x", "Content-Type: application/json", "Content-Length: 20", *headers]
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as client:
        client.sendall("".join(line + "\r\n" for line in [*head, ""]).encode())
        response = http.client.HTTPResponse(client)
        response.begin()
        return Answer(response)


@pytest.mark.parametrize("name", WASMTIMES)
def test_rejects_by_the_head_before_it_waits_for_the_body(servers: Servers, name: str) -> None:
    start = time.monotonic()
    for env, target, headers, code in [
        ("anyone", "/elsewhere", [], "not-found"),
        ("origins", PATH, ["Origin: https://evil.example"], "origin-not-allowed"),
        ("jwt", PATH, [], "missing-token"),
        ("jwt", PATH, ["Authorization: Bearer " + SESSIONS["another key"]], "signature-mismatch"),
        ("twilio-signature", PATH, [], "missing-signature"),
    ]:
        assert waiting(servers(name, env), target, *headers).code == code
    # Far from the ten seconds for which a body is awaited, on a machine that is busy, too.
    assert time.monotonic() - start < 9


@pytest.mark.parametrize("name", WASMTIMES)
def test_waits_ten_seconds_for_a_body(servers: Servers, name: str) -> None:
    server = servers(name)
    start = time.monotonic()
    answer = waiting(server)
    assert (answer.status, answer.code) == (408, "body-timeout")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert 9 < time.monotonic() - start < 25
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
