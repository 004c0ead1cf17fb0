"""Threads, forks, signals and other processes."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from twilio_access_token import AccessToken, SigningKey, Verifier, inspect

ALICE = AccessToken("alice")


def test_threads(key: SigningKey, credentials: tuple[str, str, str], now: int) -> None:
    tokens = [AccessToken(f"user-{number}") for number in range(400)]
    expected = key.sign_many(tokens, now=now)
    verifier = Verifier(*credentials)
    together = threading.Barrier(8)

    def work(_: int) -> bool:
        together.wait(timeout=60)
        signed = [key.sign(token, now=now) for token in tokens]
        verified = [verifier.verify(jwt, now=now)["grants"]["identity"] for jwt in signed]
        inspected = inspect(signed[0], now=now).findings == inspect(expected[0], now=now).findings
        return (signed, verified, inspected) == (expected, [token.identity for token in tokens], True)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(work, range(8))) == 8 * [True]


def test_forks_while_other_threads_sign(key: SigningKey, now: int) -> None:
    expected = key.sign(ALICE, now=now)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            key.sign(ALICE, now=now)

    with ThreadPoolExecutor(4) as threads:
        for _ in range(4):
            threads.submit(work)
        try:
            for _ in range(20):
                child = os.fork()
                if child == 0:
                    signal.alarm(30)
                    signed = key.sign(ALICE, now=now) == expected == SigningKey.sign(key, ALICE, now=now)
                    os._exit(0 if signed and inspect(expected, now=now) else 1)
                assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        finally:
            stop.set()


def test_a_signal_s_handler_may_sign(key: SigningKey, now: int) -> None:
    expected = key.sign(ALICE, now=now)
    signed = []
    before = signal.signal(signal.SIGALRM, lambda *_: signed.append(key.sign(ALICE, now=now)))
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        while len(signed) < 50:
            assert key.sign(ALICE, now=now) == expected
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert set(signed) == {expected}


def test_it_starts_no_threads(credentials: tuple[str, str, str]) -> None:
    """They would be missing in a process that is forked off."""
    program = """
import os, sys, twilio_access_token as tat
key = tat.SigningKey(*sys.argv[1:])
tat.Verifier(*sys.argv[1:]).verify(key.sign(tat.AccessToken("alice")))
print(len(os.listdir("/proc/self/task")))
"""
    environment = {**os.environ, "TWILIO_ACCESS_TOKEN_CACHE": "off"}
    command = [sys.executable, "-c", program, *credentials]
    assert subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout == "1\n"


def test_it_does_with_little_address_space(credentials: tuple[str, str, str]) -> None:
    program = """
import resource, sys, twilio_access_token as tat
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
keys = [tat.SigningKey(*sys.argv[1:]) for _ in range(8)]
print(len({key.sign(tat.AccessToken("alice"), now=5) for key in keys}))
"""
    command = [sys.executable, "-c", program, *credentials]
    assert subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout == "1\n"


def test_keys_and_tokens_are_given_back(credentials: tuple[str, str, str]) -> None:
    def megabytes() -> float:
        gc.collect()
        with open("/proc/self/statm") as memory:
            return int(memory.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    key = SigningKey(*credentials)

    def work() -> None:
        for number in range(200):
            SigningKey(*credentials).sign(ALICE)
            key.sign_many(100 * [AccessToken(f"user-{number}")])

    work()
    before = megabytes()
    work()
    assert megabytes() - before < 5
