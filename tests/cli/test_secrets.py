"""A marked secret in every place of a command line, of its environment and of its input: nothing that it prints holds it."""

from __future__ import annotations

import functools
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from support import CASES, MARKED, NATIVE, VECTORS, assert_unmarked, command_line, environment, names_of, run_command

TOKEN = CASES[0]["jwt"]
# What each command does something with: its argument, and its options.
USUAL: dict[str, tuple[list[str], dict[str, str]]] = {
    "video": ([], {"identity": "alice"}),
    "voice": ([], {"identity": "alice", "voice-app-sid": f"AP{'0' * 32}"}),
    "chat": ([], {"identity": "alice", "chat-service-sid": f"IS{'0' * 32}"}),
    "sync": ([], {"identity": "alice", "sync-service-sid": f"IS{'0' * 32}"}),
    "task-router": ([], {"identity": "alice", "workspace-sid": f"WS{'0' * 32}"}),
    "mint": ([], {}),
    "verify": ([TOKEN], {}),
    "inspect": ([TOKEN], {}),
    "webhook": (["sign"], {"url": "https://example.com"}),
    "completions": (["bash"], {}),
}
CONFIGURED = environment(
    {**VECTORS["key"], "api_key_secret": MARKED}, AUTH_TOKEN=MARKED, TWILIO_WEBHOOK_KEY_SECRET=MARKED, RUST_BACKTRACE="full"
)


run = functools.partial(run_command, env=CONFIGURED)


def assert_silent(surface: str, *arguments: str, env: Mapping[str, str] = CONFIGURED, stdin: str = "") -> None:
    """It prints nothing of the secret, and ends as it is meant to: not by a signal, nor as a panic ends it."""
    done = run_command(surface, *arguments, env=env, stdin=stdin)
    assert_unmarked(done.stdout, done.stderr)
    assert done.returncode in (0, 1, 2), (arguments, done.stderr)


@functools.cache
def options_of(command: str) -> dict[str, str]:
    """The options that its help has, and what their values are."""
    text = run("native", command, "--help").stdout
    options = dict(re.findall(r"^ +--([a-z-]+)(?: <(.+?)>)?", text, re.MULTILINE))
    assert options or command == "completions", text
    return options


def test_every_command_is_among_them() -> None:
    commands = run("native", "help").stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in commands.splitlines() if line[2] != " "] == [*USUAL, "help"]


def test_what_is_printed_is_found(surface: str) -> None:
    done = run(surface, "webhook", "sign", "--url", f"https://example.com/{MARKED}", "--body", "{}")
    with pytest.raises(AssertionError, match="MarkedSecret"):
        assert_unmarked(done.stdout)


def written(options: Mapping[str, str]) -> Iterable[str]:
    return (text for name, value in options.items() for text in (f"--{name}", value))


@pytest.mark.parametrize("command", USUAL)
def test_as_the_value_of_every_option(surface: str, command: str) -> None:
    argument, usual = USUAL[command]
    assert_silent(surface, command, *argument, *written(usual))
    for name, value in options_of(command).items():
        others = [*argument, *written({option: value for option, value in usual.items() if option != name})]
        assert_silent(surface, command, *others, f"--{name}={MARKED}")
        if value:
            assert_silent(surface, command, *others, f"--{name}", MARKED)
            assert_silent(surface, command, *others, f"--{name}", MARKED, f"--{name}", MARKED)
        assert_silent(surface, command, *others, f"--{name}{MARKED}")


@pytest.mark.parametrize("command", ["", "help", *USUAL])
def test_as_an_argument_and_as_the_name_of_an_option(surface: str, command: str) -> None:
    argument, usual = USUAL.get(command, ([], {}))
    before = [command] * bool(command)
    for secret in [MARKED, f"--{MARKED}", f"-{MARKED}", f"---{MARKED}", f"--{MARKED}={MARKED}", f"--api-secret={MARKED}"]:
        assert_silent(surface, *before, secret)
        assert_silent(surface, *before, *argument, *written(usual), secret)
    assert_silent(surface, *before, "--", MARKED)
    assert_silent(surface, *before, "--api-secret", MARKED)


@pytest.mark.parametrize("command", USUAL)
def test_in_every_variable(surface: str, command: str) -> None:
    argument, usual = USUAL[command]
    names = ["ACCOUNT_SID", "API_KEY", "API_SECRET", "TOKEN_TTL", "AUTH_TOKEN", "TWILIO_WEBHOOK_KEY_SECRET", "NO_COLOR"]
    others = ["TWILIO_ACCOUNT_SID", "API_KEY_SID", "TWILIO_API_SECRET", "TWILIO_AUTH_TOKEN"]
    for name in [*names, *others]:
        for key in (environment({**VECTORS["key"], "api_key_secret": MARKED}), environment({})):
            assert_silent(surface, command, *argument, *written(usual), env={**key, name: MARKED})


def test_on_standard_input(surface: str) -> None:
    lines = [
        MARKED,
        f'"{MARKED}"',
        f'{{"{MARKED}":1}}',
        f'{{"identity":["{MARKED}"]}}',
        f'{{"identity":"alice","{MARKED}":1}}',
        f'{{"identity":"alice","ttl":"{MARKED}"}}',
        f'{{"identity":"alice","region":"{MARKED}"}}',
        f'{{"identity":"alice","grants":{{"video":{{"{MARKED}":1}}}}}}',
        f'{{"identity":"alice","grants":{{"chat":{{"service_sid":"{MARKED}"}}}}}}',
        f'{{"identity":"alice"}} {MARKED}',
    ]
    done = run(surface, "mint", stdin="\n".join(lines))
    assert (done.returncode, done.stdout, done.stderr.count(": error[")) == (1, "\n" * len(lines), len(lines))
    assert_unmarked(done.stderr)
    for token in [MARKED, f"Bearer {MARKED}", f"{MARKED}.{MARKED}.{MARKED}", f"{TOKEN}{MARKED}", f"{TOKEN} {MARKED}", *lines]:
        for arguments in (["verify"], ["inspect"], ["inspect", "--json"]):
            assert_silent(surface, *arguments, stdin=token)
    assert_silent(surface, "webhook", "sign", "--url", "https://example.com", "--body-file", "-", stdin=MARKED)


def assert_nameless(process: subprocess.Popen[str]) -> None:
    """It has minted, waits for more, and is called by no secret."""
    assert process.stdin and process.stdout
    process.stdin.write('{"identity":"alice"}\n' * 4096)
    process.stdin.flush()
    assert process.stdout.readline().count(".") == 2
    names = names_of(process.pid)
    assert "mint" in names
    assert_unmarked(names)


def test_while_it_runs(surface: str) -> None:
    command = [*command_line(surface, CONFIGURED), "mint"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=CONFIGURED, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert_nameless(process)
        # What shows that it is looked for where it would be found.
        with pytest.raises(AssertionError):
            assert_unmarked(Path(f"/proc/{process.pid}/environ").read_text())
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 0
    assert_unmarked(stdout, stderr)


def test_a_secret_of_a_file_is_in_no_dump_of_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(MARKED)
    env = environment({**VECTORS["key"], "api_key_secret": ""})
    with file.open() as secret:
        for path in (str(file), f"/dev/fd/{secret.fileno()}"):
            command = [str(NATIVE), "mint", "--api-secret-file", path]
            descriptors, pipe = [secret.fileno()], subprocess.PIPE
            with subprocess.Popen(command, env=env, pass_fds=descriptors, stdin=pipe, stdout=pipe, text=True) as process:
                assert_nameless(process)
                assert_unmarked(Path(f"/proc/{process.pid}/environ").read_text())
                process.communicate(timeout=60)
            secret.seek(0)
