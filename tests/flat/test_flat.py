"""The flat module: what docs/flat-abi.md says of it, the shared cases, and whatever a broken host may pass to it."""

from __future__ import annotations

import random
import re
import struct
from typing import Any

import jwt as pyjwt
import pytest

from embeddings import CALLS, OK, REJECTED, cases_of, fields_of, judge, key_of, one_line
from flat_host import NONE, Flat, module
from support import ROOT, VECTORS

PAGE = (ROOT / "docs" / "flat-abi.md").read_text()
# The names and types of what each function takes; all give an i32.
FUNCTIONS: dict[str, dict[str, str]] = {
    name: dict(re.findall(r"(\w+): (i32|i64)", parameters))
    for name, parameters in re.findall(r"^(tat_\w+)\((.*)\) -> i32$", PAGE, re.MULTILINE)
}
MISUSE = 2
KEY = ["AC0123456789abcdef0123456789abcdef", "SKfedcba9876543210fedcba9876543210", "NotARealSecret0NotARealSecret012"]
NOW = 1_700_000_000
TOKEN = '{"identity":"alice"}'


@pytest.fixture(scope="module")
def flat() -> Flat:
    return Flat()


def test_it_imports_nothing() -> None:
    assert module().imports == []


def test_exports_are_those_of_the_page() -> None:
    exported = {export.name: export.type for export in module().exports}
    linkers = {"memory", "__heap_base", "__data_end"}
    functions = {
        name: ([str(taken) for taken in type.params], [str(given) for given in type.results])
        for name, type in exported.items()
        if name not in linkers
    }
    assert functions == {name: (list(taken.values()), ["i32"]) for name, taken in FUNCTIONS.items()}
    assert len(FUNCTIONS) == 18 and linkers <= exported.keys()


def call(flat: Flat, case: dict[str, Any]) -> tuple[int, str]:
    """The status and the text of a case's calls, after which nothing of them is alive."""
    if case["call"] == "inspect":
        return flat.ask("tat_inspect", case["token"], case["api_key_secret"], case["region"], case["now"])
    match case["call"]:
        case "sign":
            kind, texts = "signer", key_of(case)
        case "verify":
            kind, texts = "verifier", key_of(case)
        case _:
            kind, texts = "webhook_key", [case["settings"], case["secret"]]
    status, handle = flat.make(f"tat_{kind}_new", *texts)
    if status != OK:
        return status, flat.text()
    match case["call"]:
        case "sign":
            answer = flat.ask("tat_signer_sign", handle, case["token"], case["now"])
            lines = flat.ask("tat_signer_sign_lines", handle, case["token"], case["now"])
            assert one_line(*lines) == answer, case["name"]
        case "verify":
            assert flat.call("tat_verifier_set_leeway", handle, case["leeway"]) == OK
            answer = flat.ask("tat_verifier_verify", handle, case["token"], case["now"])
        case _:
            fields, name = fields_of(case), "tat_webhook_key_validate_"
            what = (f"{name}body", case["body"]) if fields is None else (f"{name}form", fields)
            answer = flat.ask(what[0], handle, case["signature"], case["url"], what[1])
    assert flat.call(f"tat_{kind}_free", handle) == OK
    return answer


@pytest.mark.parametrize("name", CALLS)
def test_cases(flat: Flat, name: str) -> None:
    for case in cases_of(name):
        judge(case, *call(flat, case))


def test_the_example_of_the_page() -> None:
    flat = Flat()
    rows = re.findall(r"^\| `(tat_\w+)\((.*)\)` \| `?(\w+)`? \| (.*) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 9
    # The page's addresses, and those that they are here: its first allocation is `out`.
    addresses = {0x111410: flat.out}
    for name, arguments, given, then in rows:
        numbers = [int(number, 0) for number in arguments.split(", ")]
        result = flat.call(name, *(addresses.get(number, number) for number in numbers))
        if name == "tat_alloc":
            addresses.setdefault(int(given, 0), result)
            if text := re.search("Write `(.*)` there", then):
                assert len(text[1]) == numbers[0]
                flat.write(addresses[int(given, 0)], text[1].encode())
            continue
        assert result == int(given), name
        if shown := re.search(r"are `((?:[0-9a-f]{2} ?){8})`", then):
            first, second = struct.unpack("<II", bytes.fromhex(shown[1]))
            if name == "tat_signer_sign":
                addresses[first], first = flat.given()[0], flat.given()[0]
                jwt = flat.read(first, second).decode()
            assert flat.given() == (first, second), name
    assert re.search(r"^    (eyJ\S+\.)$", PAGE, re.MULTILINE)[1] == jwt.split(".")[0] + "."
    assert pyjwt.decode(jwt, KEY[2], ["HS256"], options={"verify_exp": False})["grants"] == {"identity": "alice"}


def test_keys_are_added_and_webhooks_signed(flat: Flat) -> None:
    status, signer = flat.make("tat_signer_new", *KEY)
    assert status == OK
    status, jwt = flat.ask("tat_signer_sign", signer, TOKEN, NOW)
    _, verifier = flat.make("tat_verifier_new", KEY[0], KEY[1][:-1] + "1", "another")
    assert "signature-mismatch" in flat.ask("tat_verifier_verify", verifier, jwt, NOW)[1]
    assert flat.ask("tat_verifier_add_key", verifier, *KEY) == (OK, "")
    assert flat.ask("tat_verifier_verify", verifier, jwt, NOW)[0] == OK

    status, key = flat.make("tat_webhook_key_new", None, "12345")
    assert status == OK
    fields = (
        '[["CallSid","CA1234567890ABCDE"],["Caller","+14158675309"],["Digits","1234"],'
        '["From","+14158675309"],["To","+18005551212"]]'
    )
    signed = flat.ask("tat_webhook_key_sign", key, "https://mycompany.com/myapp.php?foo=1&bar=2", fields)
    assert signed == (OK, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
    status, text = flat.ask("tat_webhook_key_sign", key, "https://example.com/", "{}")
    assert status == MISUSE and text.startswith('{"code":"invalid-argument","message":"the argument fields ')


def test_what_is_freed_is_wiped(flat: Flat) -> None:
    address, length = flat.put(KEY[2])
    flat.free((address, length))
    # The allocator keeps its own in the first words of what is free.
    assert KEY[2].encode()[16:] not in flat.read(address, length)


def test_secrets_do_not_stay() -> None:
    flat = Flat()
    secret = "qFz7-not-a-secret-that-is-elsewhere"
    _, signer = flat.make("tat_signer_new", *KEY[:2], secret)
    assert flat.ask("tat_signer_sign", signer, TOKEN, NOW)[0] == OK
    assert flat.ask("tat_inspect", "no token", secret, None, NOW)[0] == OK
    assert flat.make("tat_webhook_key_new", None, secret)[0] == OK
    assert secret[16:].encode() not in flat.read(0, flat.size())


HUGE = 1 << 24


@pytest.mark.parametrize(
    ("function", "texts"),
    [
        ("tat_signer_sign_lines", [b"\n" * (1 << 20)]),
        ("tat_signer_sign", [b'{"identity":"' + b"\xc3\xa9" * (HUGE // 2 - 8) + b'"}']),
        ("tat_signer_sign", [b"[" * HUGE]),
        ("tat_inspect", [b'"' * HUGE, None, None]),
        ("tat_inspect", [b"e30." + b"A" * (HUGE - 8) + b".AA", None, None]),
        ("tat_webhook_key_sign", [b"https://example.com/", b'[["",""]' + b',["",""]' * (HUGE // 8 - 2) + b"]"]),
        ("tat_webhook_key_validate_form", [b"", b"https://example.com/" + b"\xc3\xa9?" * (HUGE // 4), b"[]"]),
        ("tat_webhook_key_validate_body", [b"A" * 27 + b"=", b"https://example.com/?bodySHA256=" + b"0" * 64, b"x" * HUGE]),
    ],
)
def test_what_is_as_large_as_can_be_does_not_trap(function: str, texts: list[bytes | None]) -> None:
    flat = Flat()
    objects = []
    if "signer" in function:
        objects.append(flat.make("tat_signer_new", *KEY)[1])
    elif "webhook" in function:
        objects.append(flat.make("tat_webhook_key_new", None, "12345")[1])
    times = [] if "webhook" in function else [NOW]
    spans = [flat.put(text) for text in texts]
    status = flat.call(function, *objects, *(word for span in spans for word in span), *times, flat.out)
    assert status in (OK, REJECTED)
    flat.free(flat.given(), *spans)


class Broken:
    """A host that calls anything with anything, and knows what it may expect."""

    CONTENTS = [TOKEN, *KEY, "[]", "", '{"identity":""}\n' + TOKEN, b"\xff\xfe", bytes(99)]

    def __init__(self, seed: int, flat: Flat, kept: int, last: int) -> None:
        self.random = random.Random(seed)
        self.flat = flat
        self.kept = kept
        self.last = last
        self.spans = {flat.out: 8}
        self.handles: dict[int, str] = {}

    def word(self) -> int:
        """What may be an address, a length or a handle, or nearly so."""
        random = self.random
        known = [word for span in self.spans.items() for word in (*span, sum(span))] + list(self.handles)
        word = random.choice([*known, 0, 1, 1 << 24, 1 << 31, self.flat.size()])
        return random.choice([word, word + random.randint(-9, 9), random.getrandbits(32)]) & 0xFFFF_FFFF

    def rightly(self, of_ten: int) -> bool:
        return self.random.randrange(10) < of_ten

    def arguments(self, function: str) -> dict[str, int]:
        words = {name: self.word() for name in FUNCTIONS[function]}
        for name in words:
            if f"{name}_len" in words and self.rightly(8):
                words[name], words[f"{name}_len"] = self.random.choice(list(self.spans.items()))
            elif name == "address" and self.rightly(3):
                words["address"], words["length"] = self.random.choice([*self.spans.items(), NONE])
            elif name in ("signer", "verifier", "key") and self.handles and self.rightly(7):
                words[name] = self.random.choice(list(self.handles))
            elif name == "out" and self.rightly(7):
                words[name] = self.flat.out
            elif name == "now" and self.rightly(5):
                words[name] = NOW
        # It keeps a signer and its own 8 bytes, and what it has is small.
        if function == "tat_signer_free" and words["signer"] == self.kept:
            words["signer"] = 0
        if words.get("address") == self.flat.out:
            words["length"] = 9
        if function == "tat_alloc" and words["length"] <= 1 << 24:
            words["length"] %= 1000
        return words

    def is_alive(self, address: int, length: int) -> bool:
        return any(base <= address and address + length <= base + size for base, size in self.spans.items())

    def step(self) -> None:
        if len(self.spans) < 30 and self.rightly(1):
            self.spans.update([self.flat.put(self.random.choice(self.CONTENTS))])
        function = self.random.choice(list(FUNCTIONS))
        words = self.arguments(function)
        status = self.flat.call(function, *words.values())
        match function:
            case "tat_abi_version":
                assert status == 1
            case "tat_alloc":
                assert (status == 0) == (words["length"] > 1 << 24), (words, status)
                if status != 0:
                    self.spans[status] = words["length"]
            case "tat_free":
                span = tuple(words.values())
                assert status == (OK if span == NONE or span in self.spans.items() else MISUSE), words
                self.spans.pop(words["address"], None) if status == OK else None
            case "tat_verifier_set_leeway":
                assert status == (OK if self.handles.get(words["verifier"]) == "verifier" else MISUSE), words
            case "tat_signer_free" | "tat_verifier_free" | "tat_webhook_key_free":
                (handle,) = words.values()
                kind = function.removeprefix("tat_").removesuffix("_free")
                assert status == (OK if handle == 0 or self.handles.get(handle) == kind else MISUSE), words
                self.handles.pop(handle, None) if status == OK else None
            case _ if not self.is_alive(words["out"], 8):
                assert status == MISUSE, (function, words)
            case _:
                self.take(function, words["out"], status)

    def take(self, function: str, out: int, status: int) -> None:
        """Looks at what a call has left at `out`, and takes it for its own."""
        span = struct.unpack("<II", self.flat.read(out, 8))
        if function.endswith("_new") and status == OK:
            self.last += 1
            assert span == (self.last, 0)
            self.handles[self.last] = function.removeprefix("tat_").removesuffix("_new")
        elif span == NONE:
            assert status == OK and function in ("tat_verifier_add_key", "tat_webhook_key_validate_form"), function
        else:
            text = self.flat.read(*span).decode()
            assert status in (OK, REJECTED, MISUSE)
            assert status == OK or re.fullmatch(r'\{"code":"[a-z0-9-]+","message":".+[^.]","hint":".+\."\}', text), (function, text)
            self.flat.free(span)

    def end(self) -> None:
        """Frees all that it has."""
        for handle, kind in self.handles.items():
            assert self.flat.call(f"tat_{kind}_free", handle) == OK
        del self.spans[self.flat.out]
        self.flat.free(*self.spans.items())


STEPS = 5000


def test_a_broken_host_breaks_nothing() -> None:
    seed = random.randrange(1 << 32)
    print(f"seed {seed}")
    flat = Flat()
    status, signer = flat.make("tat_signer_new", *KEY)
    jwt = flat.ask("tat_signer_sign", signer, TOKEN, NOW)
    assert status == jwt[0] == OK
    sizes: list[int] = []
    last = signer
    # The same calls again need no more memory than the first time, unless something has been left behind.
    for _ in range(4):
        broken = Broken(seed, flat, signer, last)
        for step in range(STEPS):
            broken.step()
            if step % 100 == 0:
                assert flat.ask("tat_signer_sign", signer, TOKEN, NOW) == jwt
        broken.end()
        last = broken.last
        sizes.append(flat.size())
    assert sizes[-1] <= sizes[0] + (2 << 16), sizes
