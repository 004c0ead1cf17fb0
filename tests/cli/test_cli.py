"""The command line, as native binary and as component."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping

import jwt as pyjwt
import pytest
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VideoGrant, VoiceGrant

from support import CASES, GRANTS, INSPECT, NATIVE, PITFALLS, VECTORS, assert_refused, environment, key_of, run_command, status

SECRET = VECTORS["key"]["api_key_secret"]


def run(
    surface: str, *arguments: str, env: Mapping[str, str] | None = None, stdin: str = ""
) -> subprocess.CompletedProcess[str]:
    done = run_command(surface, *arguments, env=environment() if env is None else env, stdin=stdin)
    assert SECRET not in done.stdout + done.stderr
    return done


def options(case: Mapping[str, object]) -> list[str]:
    names = {"room": "--room", "ttl": "--ttl", "not_before": "--not-before", "region": "--region"}
    given = [(option, str(case[name])) for name, option in names.items() if name in case]
    now = str(case.get("now", VECTORS["now"]))
    pairs = [("--identity", str(case["identity"])), ("--issued-at", now), *given]
    return [text for pair in pairs for text in pair]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vectors(surface: str, case: Mapping[str, object]) -> None:
    done = run(surface, "video", *options(case), env=environment(key_of(case)))
    if "jwt" in case:
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{case['jwt']}\n", "")
    else:
        assert_refused(done, case.get("error_from_environment", case["error"]))


def test_missing_variables_are_all_named(surface: str) -> None:
    done = run(surface, "video", "--identity", "alice", env=environment({}))
    assert done.returncode == 1
    assert "error[missing-variable]: ACCOUNT_SID, API_KEY and API_SECRET are not set" in done.stderr
    done = run(surface, "video", "--identity", "alice", env=environment({**VECTORS["key"], "api_key_secret": ""}))
    assert "error[missing-variable]: API_SECRET is not set" in done.stderr


def test_other_spellings(surface: str) -> None:
    key = VECTORS["key"]
    spelled = {
        "TWILIO_ACCOUNT_SID": key["account_sid"],
        "TWILIO_API_KEY_SID": key["api_key_sid"],
        "TWILIO_API_KEY_SECRET": key["api_key_secret"],
    }
    arguments = ["video", "--identity", "alice", "--issued-at", str(VECTORS["now"])]
    assert run(surface, *arguments, env=environment({}, **spelled)).stdout == f"{CASES[0]['jwt']}\n"
    agreeing = environment(**{"TWILIO_API_KEY": key["api_key_sid"]})
    assert run(surface, *arguments, env=agreeing).stdout == f"{CASES[0]['jwt']}\n"
    done = run(surface, *arguments, env=environment(TWILIO_API_SECRET="another"))
    assert "error[conflicting-variables]: API_SECRET and TWILIO_API_SECRET are both set, and differ" in done.stderr


def test_lifetime_from_the_environment(surface: str) -> None:
    case = next(case for case in CASES if case.get("ttl") == 1 and "now" not in case and "jwt" in case)
    arguments = ["video", "--identity", case["identity"], "--issued-at", str(VECTORS["now"])]
    assert run(surface, *arguments, env=environment(TOKEN_TTL="1")).stdout == f"{case['jwt']}\n"
    overridden = run(surface, *arguments, "--ttl", "1", env=environment(TOKEN_TTL="60"))
    assert overridden.stdout == f"{case['jwt']}\n"
    for ttl, code in [("0", "ttl-too-short"), ("86401", "ttl-too-long"), ("1h", "invalid-ttl")]:
        assert f"error[{code}]" in run(surface, *arguments, env=environment(TOKEN_TTL=ttl)).stderr


def test_the_clock(surface: str) -> None:
    first, second = (run(surface, "video", "--identity", "alice").stdout for _ in range(2))
    assert first.count(".") == second.count(".") == 2
    assert first != CASES[0]["jwt"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["video"], "missing-option"),
        (["video", "--identity"], "missing-value"),
        (["video", "--identity", "alice", "--identity", "bob"], "repeated-option"),
        (["video", "--identity", "alice", "--admin"], "unknown-option"),
        (["video", "--identity", "alice", f"--{SECRET}"], "unknown-option"),
        (["video", "--identity", "alice", "-x"], "unknown-option"),
        (["video", "--identity", "alice", SECRET], "unexpected-argument"),
        (["video", "--identity", "alice", "--secret", SECRET], "unknown-option"),
        (["video", "--identity", "alice", f"--api-secret={SECRET}"], "unknown-option"),
        ([SECRET], "unknown-command"),
        (["--ttl", "60"], "unknown-option"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_wrong_usage(surface: str, arguments: list[str], code: str) -> None:
    done = run(surface, *arguments)
    assert_refused(done, code, status(surface, 2))


def test_a_secret_among_the_options_is_shown_the_way(surface: str) -> None:
    done = run(surface, "video", "--identity", "alice", "--api-secret", SECRET)
    assert "Secrets are read from the environment alone: set API_SECRET." in done.stderr


def test_an_option_that_is_misspelt_is_shown_the_right_one(surface: str) -> None:
    for misspelt, meant in [("--identitty", "identity"), ("--not_before=5", "not-before"), ("--rooms", "room")]:
        assert f"help: Give --{meant} if that is meant" in run(surface, "video", misspelt).stderr
    for other in ["--admin", "-x", "--"]:
        assert "if that is meant" not in run(surface, "video", "--identity", "alice", other).stderr


COMMANDS = ["video", "voice", "chat", "sync", "task-router", "mint", "verify", "inspect", "completions"]


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["-h"], ["help"], ["--", "--help"], *([name, "--help"] for name in COMMANDS)]
)
def test_help(surface: str, arguments: list[str]) -> None:
    done = run(surface, *arguments, env=environment({}))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(("Mints", "Prints"))
    for promised in ["Usage:", "--help", "ACCOUNT_SID", "API_SECRET", "Exit status:", "Example"]:
        assert promised in done.stdout
    if arguments in ([], ["help"]):
        assert all(f"  {name} " in done.stdout for name in COMMANDS)
    assert max(map(len, done.stdout.splitlines())) <= 100


SIDS = {prefix: f"{prefix}0123456789abcdef0123456789abcdef" for prefix in ("AP", "CR", "IS", "RL", "WS", "WK")}


@pytest.mark.parametrize(
    ("arguments", "grants"),
    [
        (["voice", "--allow-incoming"], {"voice": {"incoming": {"allow": True}}}),
        (
            ["voice", "--voice-app-sid", SIDS["AP"], "--params", '{"b":1,"a":2}', "--push-credential-sid", SIDS["CR"]],
            {
                "voice": {
                    "outgoing": {"application_sid": SIDS["AP"], "params": {"b": 1, "a": 2}},
                    "push_credential_sid": SIDS["CR"],
                }
            },
        ),
        (
            ["chat", "--chat-service-sid", SIDS["IS"], "--deployment-role-sid", SIDS["RL"], "--endpoint-id", "phone"],
            {"chat": {"service_sid": SIDS["IS"], "deployment_role_sid": SIDS["RL"], "endpoint_id": "phone"}},
        ),
        (["sync", "--sync-service-sid", SIDS["IS"]], {"data_sync": {"service_sid": SIDS["IS"]}}),
        (
            ["task-router", "--workspace-sid", SIDS["WS"], "--worker-sid", SIDS["WK"], "--role", "worker"],
            {"task_router": {"workspace_sid": SIDS["WS"], "worker_sid": SIDS["WK"], "role": "worker"}},
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_products(surface: str, arguments: list[str], grants: dict[str, object]) -> None:
    done = run(surface, *arguments, "--identity", "alice", "--ttl", "60")
    assert (done.returncode, done.stderr) == (0, "")
    claims = pyjwt.decode(done.stdout.strip(), SECRET, ["HS256"])
    assert claims["grants"] == {"identity": "alice", **grants}
    assert claims["exp"] - claims["iat"] == 60


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["voice", "--voice-app-sid", SIDS["IS"]], "invalid-application-sid"),
        (["voice", "--params", "{}"], "invalid-grant"),
        (["voice", "--voice-app-sid", SIDS["AP"], "--params", "[]"], "invalid-grant"),
        (["chat", "--chat-service-sid", ""], "invalid-service-sid"),
        (["sync", "--sync-service-sid", SIDS["WS"]], "invalid-service-sid"),
        (["task-router", "--workspace-sid", SIDS["WK"]], "invalid-workspace-sid"),
    ],
)
def test_products_refused(surface: str, arguments: list[str], code: str) -> None:
    assert_refused(run(surface, *arguments, "--identity", "alice"), code)


def test_required_options_of_products(surface: str) -> None:
    for command, option in [("chat", "chat-service-sid"), ("sync", "sync-service-sid"), ("task-router", "workspace-sid")]:
        done = run(surface, command, "--identity", "alice")
        assert done.returncode == status(surface, 2)
        assert f"error[missing-option]: --{option} is not given" in done.stderr


def test_mint_has_a_line_for_each_line(surface: str) -> None:
    """All shared grants in one run, and again so many that they are spread over the cores."""
    for repeats in (1, 200):
        lines = "".join(f"{case['token']}\n" for case in GRANTS * repeats)
        done = run(surface, "mint", "--issued-at", str(VECTORS["now"]), stdin=lines)
        assert done.returncode == 1
        assert done.stdout.splitlines() == [case.get("jwt", "") for case in GRANTS * repeats]
        codes = [line.split("[")[1].split("]")[0] for line in done.stderr.splitlines() if line.startswith("line ")]
        assert codes == [case["error"] for case in GRANTS * repeats if "error" in case]
    first = next(number for number, case in enumerate(GRANTS, 1) if "error" in case)
    assert done.stderr.startswith(f"line {first}: error[")


def test_mint_of_nothing_and_of_what_is_no_json(surface: str) -> None:
    assert run(surface, "mint").returncode == 0
    for line in ["", "{", "[]", '{"identity":5', '{"identity":"alice","admin":true}', '{"identity":"alice"}x']:
        done = run(surface, "mint", stdin=f"{line}\n")
        assert (done.returncode, done.stdout) == (1, "\n")
        assert "error[invalid-json]" in done.stderr
    done = run(surface, "mint", stdin='{"identity":5}\n')
    assert (done.returncode, done.stdout) == (1, "\n")
    assert "error[invalid-type]: identity must be of type string, not number" in done.stderr


def test_mint_takes_the_lifetime_of_the_environment(surface: str) -> None:
    lines = '{"identity":"alice"}\n{"identity":"alice","ttl":5}\n'
    done = run(surface, "mint", stdin=lines, env=environment(TOKEN_TTL="60"))
    lifetimes = [pyjwt.decode(line, SECRET, ["HS256"]) for line in done.stdout.splitlines()]
    assert [claims["exp"] - claims["iat"] for claims in lifetimes] == [60, 5]


def test_verify(surface: str) -> None:
    token, at = CASES[1]["jwt"], ["--at", str(VECTORS["now"])]
    for done in (run(surface, "verify", *at, token), run(surface, "verify", *at, stdin=f"{token}\n")):
        assert (done.returncode, done.stderr) == (0, "")
        assert json.loads(done.stdout) == pyjwt.decode(token, options={"verify_signature": False})
    expiry = VECTORS["now"] + 3600
    assert run(surface, "verify", "--at", str(expiry), "--leeway", "1", token).returncode == 0
    for arguments, code in [
        (["--at", str(expiry), token], "expired"),
        ([*at, token[:-2] + "AA"], "signature-mismatch"),
        ([*at, "hello"], "malformed"),
        ([*at, "A" * 20000], "malformed"),
    ]:
        assert_refused(run(surface, "verify", *arguments), code)
    for leeway in ["-1", "86401", "soon"]:
        assert run(surface, "verify", f"--leeway={leeway}", token).returncode == status(surface, 2)


@pytest.mark.parametrize("case", PITFALLS, ids=lambda case: case["name"])
def test_pitfalls(surface: str, case: Mapping[str, str]) -> None:
    done = run(surface, "verify", "--at", str(VECTORS["now"]), "--", case["token"])
    if case["error"]:
        assert_refused(done, case["error"])
    else:
        assert (done.returncode, json.loads(done.stdout)["grants"]["identity"]) == (0, "alice")


def test_tokens_of_twilios_python_library_verify(surface: str) -> None:
    key = VECTORS["key"]
    token = AccessToken(key["account_sid"], key["api_key_sid"], SECRET, identity="alice", region="ie1")
    token.add_grant(VideoGrant(room="daily"))
    token.add_grant(VoiceGrant(incoming_allow=True))
    done = run(surface, "verify", token.to_jwt())
    assert (done.returncode, done.stderr) == (0, "")
    claims = json.loads(done.stdout)
    assert claims["grants"] == {"identity": "alice", "video": {"room": "daily"}, "voice": {"incoming": {"allow": True}}}
    assert "iat" not in claims and claims["nbf"] + 3600 == claims["exp"]


@pytest.mark.parametrize("case", INSPECT["cases"], ids=lambda case: case["name"])
def test_inspect(surface: str, case: Mapping[str, object]) -> None:
    env = environment({}, **({"API_SECRET": case["secret"]} if "secret" in case else {}))
    region = ["--region", case["region"]] if "region" in case else []
    arguments = ["inspect", "--json", "--at", str(INSPECT["now"]), *region, "--", case["token"]]
    done = run(surface, *arguments, env=env)
    report = json.loads(done.stdout)
    assert [[finding["code"], finding["twilio_code"], finding["severity"]] for finding in report["findings"]] == case["findings"]
    assert report["signature"] == case["signature"]
    assert done.returncode == int(any(severity == "error" for _, _, severity in case["findings"]))
    assert done.stderr == ""


def test_inspect_reads_the_secret_as_every_command_does(surface: str) -> None:
    arguments = ["inspect", "--json", "--at", str(VECTORS["now"]), CASES[0]["jwt"]]
    for env in [{"TWILIO_API_SECRET": SECRET}, {"API_SECRET": "", "TWILIO_API_KEY_SECRET": SECRET}]:
        assert json.loads(run(surface, *arguments, env=environment({}, **env)).stdout)["signature"] == "verified"
    done = run(surface, *arguments, env=environment({}, API_SECRET=SECRET, API_KEY_SECRET="another"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error[conflicting-variables]: ")


def test_inspect_for_people(surface: str) -> None:
    case = next(case for case in INSPECT["cases"] if case["name"] == "Video, control characters")
    done = run(surface, "inspect", "--at", str(INSPECT["now"]), stdin=case["token"], env=environment({}))
    assert done.returncode == 1
    assert "error[video-identity-characters] (Twilio error 53202): The identity" in done.stdout
    assert "\n  help: " in done.stdout and "Twilio would refuse this token." in done.stdout
    assert "not checked; set API_SECRET" in done.stdout
    assert "\x1b" not in done.stdout and "\x07" not in done.stdout


def test_output_escapes_what_a_terminal_acts_on(surface: str) -> None:
    identity = "al\x7f\x9b31m\u061c\u202e\u2066ice"
    token = run(surface, "video", "--identity", identity, "--issued-at", str(VECTORS["now"])).stdout.strip()
    for arguments in [["verify"], ["inspect", "--json"], ["inspect"]]:
        done = run(surface, *arguments, "--at", str(VECTORS["now"]), token)
        assert "ice" in done.stdout and not re.search("[\x7f-\x9f\u061c\u202e\u2066]", done.stdout), arguments
        if arguments == ["verify"]:
            assert json.loads(done.stdout)["grants"]["identity"] == identity


def test_errors_steer_no_terminal(surface: str) -> None:
    for args, stdin in [
        (["mint"], '{"identity":"alice","\\u001b]0;title\\u0007":1}\n'),
        (["mint"], '{"identity":"alice","ttl":"\\u001b[31m"}\n'),
        (["video", "--\x1b[31m"], None),
        (["\x1b[31m"], None),
        (["verify"], "\x1b[31m.\x07.\x1b"),
    ]:
        done = run(surface, *args, stdin=stdin)
        assert done.returncode in {1, 2} and "error[" in done.stderr
        assert "\x1b" not in done.stderr and "\x07" not in done.stderr


def test_completions(surface: str) -> None:
    for shell in ["bash", "zsh", "fish"]:
        done = run(surface, "completions", shell, env=environment({}))
        assert done.returncode == 0
        assert all(word in done.stdout for word in [*COMMANDS, "identity", "api-secret-file"])
    assert run(surface, "completions", "tcsh").returncode == status(surface, 2)
    assert run(surface, "completions").returncode == status(surface, 2)
    bash = run(surface, "completions", "bash").stdout
    script = f"{bash}\nCOMP_WORDS=(twilio-access-token video --ro) COMP_CWORD=2; _twilio_access_token; echo ${{COMPREPLY[@]}}"
    assert subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True).stdout == "--room\n"


def test_secret_from_a_file(tmp_path: object) -> None:
    path = tmp_path / "secret"
    path.write_text(f"{SECRET}\n")
    env = environment({**VECTORS["key"], "api_key_secret": ""})
    case = CASES[0]
    done = run("native", "video", *options(case), "--api-secret-file", str(path), env=env)
    assert done.stdout == f"{case['jwt']}\n"
    done = run("native", "video", *options(case), "--api-secret-file", str(path / "not"), env=env)
    assert done.returncode == 1 and done.stderr.startswith("error[input-failed]: ")
    done = run("wasmtime", "video", *options(case), "--api-secret-file", str(path), env=env)
    assert done.returncode == 1 and done.stderr.startswith("error[no-files]: ")


def test_colours_and_progress_on_a_terminal() -> None:
    token = INSPECT["cases"][0]["token"]
    script = f"{NATIVE} inspect --at {INSPECT['now']} {token}"
    command = ["script", "-qec", script, "/dev/null"]
    env = environment({}, TERM="xterm")
    shown = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL).stdout
    assert "\x1b[1;32mNothing is wrong" in shown
    plain = subprocess.run(
        command, env={**env, "NO_COLOR": "1"}, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL
    ).stdout
    assert "\x1b[1;" not in plain
    mint = ["script", "-qec", f"printf '{{\"identity\":\"a\"}}' | {NATIVE} mint", "/dev/null"]
    shown = subprocess.run(mint, env=environment(TERM="xterm"), capture_output=True, text=True, timeout=60).stdout
    assert "1 tokens, 0 refused" in shown


def test_version(surface: str) -> None:
    assert run(surface, "--version").stdout == "twilio-access-token 0.1.0\n"


def test_dashes_that_wasmtime_hands_on(surface: str) -> None:
    case = CASES[0]
    assert run(surface, "--", "video", *options(case)).stdout == f"{case['jwt']}\n"


def test_output_that_cannot_be_written() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [str(NATIVE), "video", "--identity", "alice"], env=environment(), stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error[output-failed]: ")
