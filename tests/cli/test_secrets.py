"""The command line shows no secret, wherever one is passed: as an option, an argument, a variable or a line of standard input."""

from __future__ import annotations

import functools
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from support import CASES, MARKED, NATIVE, REDACTION, VECTORS, assert_unmarked, command_line, environment, names_of, run_command, signed

TOKEN = CASES[0]["jwt"]
# A valid argument and valid options of each command.
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


def assert_silent(surface: str, *arguments: str, env: Mapping[str, str] = CONFIGURED, stdin: str = "", minted: bool = False) -> None:
    """Prints no secret, and exits without a signal or a panic. Only a minted token may contain an encoded option."""
    done = run_command(surface, *arguments, env=env, stdin=stdin)
    token = minted and re.fullmatch(r"eyJ[\w.-]+\n", done.stdout)
    assert_unmarked(done.stderr, "" if token else done.stdout)
    assert MARKED not in done.stdout
    assert done.returncode in (0, 1, 2), (arguments, done.stderr)


@functools.cache
def options_of(command: str) -> dict[str, str]:
    """The options that `--help` lists, with their values."""
    text = run("native", command, "--help").stdout
    options = dict(re.findall(r"^ +--([a-z-]+)(?: <(.+?)>)?", text, re.MULTILINE))
    assert options or command == "completions", text
    return options


def test_covers_every_command() -> None:
    commands = run("native", "help").stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in commands.splitlines() if line[2] != " "] == [*USUAL, "help"]


def test_finds_a_secret_that_is_printed(surface: str) -> None:
    done = run(surface, "webhook", "sign", "--url", f"https://example.com/{MARKED}", "--body", "{}")
    with pytest.raises(AssertionError, match="MarkedSecret"):
        assert_unmarked(done.stdout)


def written(options: Mapping[str, str]) -> Iterable[str]:
    return (text for name, value in options.items() for text in (f"--{name}", value))


@pytest.mark.parametrize("command", USUAL)
def test_shows_no_value_of_any_option(surface: str, command: str) -> None:
    argument, usual = USUAL[command]
    check = functools.partial(assert_silent, surface, command, minted=True)
    check(*argument, *written(usual))
    for name, value in options_of(command).items():
        others = [*argument, *written({option: value for option, value in usual.items() if option != name})]
        check(*others, f"--{name}={MARKED}")
        if value:
            check(*others, f"--{name}", MARKED)
            check(*others, f"--{name}", MARKED, f"--{name}", MARKED)
        check(*others, f"--{name}{MARKED}")


@pytest.mark.parametrize("command", ["", "help", *USUAL])
def test_shows_no_argument_and_no_unknown_option(surface: str, command: str) -> None:
    argument, usual = USUAL.get(command, ([], {}))
    before = [command] * bool(command)
    for secret in [MARKED, f"--{MARKED}", f"-{MARKED}", f"---{MARKED}", f"--{MARKED}={MARKED}", f"--api-secret={MARKED}"]:
        assert_silent(surface, *before, secret)
        assert_silent(surface, *before, *argument, *written(usual), secret)
    assert_silent(surface, *before, "--", MARKED)
    assert_silent(surface, *before, "--api-secret", MARKED)


@pytest.mark.parametrize("command", USUAL)
def test_shows_no_variable(surface: str, command: str) -> None:
    argument, usual = USUAL[command]
    for name in [*REDACTION["key_variables"], "NO_COLOR"]:
        for key in (environment({**VECTORS["key"], "api_key_secret": MARKED}), environment({})):
            assert_silent(surface, command, *argument, *written(usual), env={**key, name: MARKED})


def test_shows_no_line_of_standard_input(surface: str) -> None:
    lines = [*REDACTION["tokens"]]
    done = run(surface, "mint", stdin="\n".join(lines))
    assert (done.returncode, done.stdout, done.stderr.count(": error[")) == (1, "\n" * len(lines), len(lines))
    assert_unmarked(done.stderr)
    lines += [f"{TOKEN}{MARKED}", f"{TOKEN} {MARKED}"]
    inspected = [*REDACTION["inspect"], *lines]
    for arguments, tokens in {
        ("verify",): [*map(signed, REDACTION["verify"]), *lines],
        ("inspect",): inspected,
        ("inspect", "--json"): inspected,
    }.items():
        for token in tokens:
            assert_silent(surface, *arguments, stdin=token)
    assert_silent(surface, "webhook", "sign", "--url", "https://example.com", "--body-file", "-", stdin=MARKED)


def assert_nameless(process: subprocess.Popen[str]) -> None:
    """Mints, and checks the names of the process while it waits for more."""
    assert process.stdin and process.stdout
    process.stdin.write('{"identity":"alice"}\n' * 4096)
    process.stdin.flush()
    assert process.stdout.readline().count(".") == 2
    names = names_of(process.pid)
    assert "mint" in names
    assert_unmarked(names)


def test_names_of_a_running_process_show_no_secret(surface: str) -> None:
    command = [*command_line(surface, CONFIGURED), "mint"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=CONFIGURED, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert_nameless(process)
        # Positive control: the environment does contain it.
        with pytest.raises(AssertionError):
            assert_unmarked(Path(f"/proc/{process.pid}/environ").read_text())
        stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 0
    assert_unmarked(stdout, stderr)


def test_a_secret_from_a_file_is_not_in_the_environment(tmp_path: Path) -> None:
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
