#!/usr/bin/env python3
"""Writes the first inputs of the fuzz targets, target/fuzz/seeds/TARGET/*, from the shared cases."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from itertools import chain, product
from pathlib import Path
from random import Random
from urllib.parse import parse_qsl, urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "target" / "fuzz" / "seeds"
LIB = (ROOT / "fuzz" / "src" / "lib.rs").read_text()
ACCOUNT_SID, API_KEY_SID, SECRET = re.findall(r'const (?:ACCOUNT_SID|API_KEY_SID|SECRET): &str = "(.+)"', LIB)
NOW = 1_700_000_000
SID = "0123456789abcdef0123456789abcdef"


def load(file: str) -> dict:
    return json.loads((ROOT / "tests" / file).read_text())


def own(text: str) -> str:
    """The text with the key of the targets."""
    return text.replace(f"AC{SID}", ACCOUNT_SID).replace("SKfedcba9876543210fedcba9876543210", API_KEY_SID)


def compact(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


CASES = load("vectors/embeddings.json")["cases"]
ENDPOINT = load("endpoint/cases.json")
WEBHOOKS = load("vectors/webhooks.json")
VALIDATION = load("vectors/capability.json")["validation"]
CALLS = "sign verify inspect webhook".split()
SIGN, VERIFY, INSPECT, WEBHOOK = ([case for case in CASES if case["call"] == call] for call in CALLS)
KEYS = {path.name: path.read_text().strip() for path in (ROOT / "fuzz" / "keys").iterdir()}
PEM, JWKS = KEYS["public.pem"].replace("\n", "\\n"), KEYS["public.jwks.json"]


ODD = r'''null true -0 1.5e300 1e999 -1E-5 123456789012345678901234567890.5 18446744073709551616 0.1e 01 - tru " "" "\x" "\ud83d"
"\ud83d\ude00\u0000\n\b\f\t\r\"\\\/\u00e9" "\ud83d\u0041" [] {} [1,[2,"a"],{}] [1,] {"a":1,"a":2} {"a":{"b":null},} {"a"'''.split()
ODD += ['"\u007f\U0001f600\t"', f'"{"x" * 300}"', "[" * 200, " \t\r\n1 ", "1 2"]


def odd(value: object):
    """Variants of a JSON text: values replaced by odd ones, members duplicated and renamed, other whitespace and escapes."""

    def places(node: object):
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else []
        for key, child in list(children):
            yield node, key
            yield from places(child)

    for node, key in places(value):
        kept, node[key] = node[key], "@@"
        text = compact(value)
        node[key] = kept
        yield from (text.replace('"@@"', other) for other in ODD)
        if isinstance(key, str):
            member = f"{compact(key)}:{compact(kept)}"
            names = [key.title(), f"{key}s", "", "\\u0061", "\ud83d"]
            others = [f"{member},{member}", *(member.replace(key, name, 1) for name in names)]
            yield from (text.replace(f'{compact(key)}:"@@"', other) for other in others)
    text = compact(value)
    yield from (text[:-1], f"\ufeff{text}", text + "}", text.replace("a", "\\u0061"), text.replace(":", ": \r "))


GRANTS = {}
for case in [case for case in SIGN if "result" in case]:
    for name, grant in json.loads(case["token"]).get("grants", {}).items():
        # The longest that leaves room for the others: libFuzzer cuts inputs at 2048 bytes.
        GRANTS[name] = max(GRANTS.get(name), grant, key=lambda grant: len(compact(grant)) * (len(compact(grant)) < 300))
TOKEN = {"identity": "alice", "ttl": 900, "not_before": NOW, "region": "ie1", "grants": GRANTS}
HEADER = {"alg": "HS256", "typ": "JWT", "cty": "twilio-fpa;v=1", "twr": "ie1"}
PAYLOAD = {"jti": f"{API_KEY_SID}-{NOW}", "grants": {"identity": "alice", **GRANTS}, "nbf": NOW, "iat": NOW, "exp": NOW + 900}
PAYLOAD |= {"iss": API_KEY_SID, "sub": ACCOUNT_SID}


def tokens():
    """Tokens as they are, and headers and payloads, which the targets sign."""
    yield from (f"{header}\n{compact(PAYLOAD)}" for header in odd(HEADER))
    yield from (f"{compact(HEADER)}\n{payload}" for payload in odd(PAYLOAD))
    token = next(case["result"] for case in SIGN if "result" in case)
    yield from (token[:length] for length in range(0, len(token), 7))
    yield from (f"Bearer {token}", f'"{token}"', f" {token}\n", f"{token}=", f"{token}.", token.replace("I", "+"), token * 9)
    for case in [*VERIFY, *INSPECT, *SIGN]:
        token = case["token"] if case["call"] != "sign" else case.get("result")
        if not isinstance(token, str):
            continue
        yield token
        try:
            parts = [base64.urlsafe_b64decode(part + "==").decode() for part in token.split(".")[:2]]
        except ValueError:
            continue
        yield own("\n".join(parts))


verify = inspect = tokens


def mint():
    yield from odd(TOKEN)
    lines = [own(case["token"]) for case in SIGN]
    yield from lines
    yield from ("\n".join(lines[start : start + 8]) for start in range(0, len(lines), 8))


def validation():
    for case in VALIDATION["cases"]:
        url = urlsplit(case["url"])
        params = [f"{name}={value}" for name, value in case.get("params", [])]
        head = [case["method"], url.netloc, url.path, url.query, case.get("authorization", ""), *params]
        yield "\n".join(head) + "\n\n" + str(case.get("body", ""))
    yield "POST\nh:8443\n/a/../b//.%2e/%e2%82%ac/%zz/\u20ac\n=&&a&a=b=c&%3d=%26\n  x \t\na=b=c\nTo=+1\n\n{}"
    random = Random(1)
    for count in range(1, 60, 2):
        fields = ["".join(random.choices("aAbB09=&+ %2f\u00e9~-_.;\U0001f600", k=random.randrange(6))) for _ in range(count)]
        path = "/".join(random.choices(["", "a", ".", "..", "%2F", "%7e", "\u20ac", "%zz", " ", "*", "~"], k=random.randrange(9)))
        yield "\n".join(["GET", "H.example:443", f"/{path}", "&".join(fields), "Basic a:b", *fields]) + "\n\n" + "b" * count
    for key in [VALIDATION["private_key"], *KEYS.values()]:
        yield key
        yield key[: len(key) // 2]
        yield key.replace("PRIVATE KEY", "RSA PRIVATE KEY")
        yield key.replace("\n", "\r\n")


def endpoint():
    not_headers = {"query", "path", "method", "body", "then_repeat"}
    for case in ENDPOINT["cases"]:
        request = case["request"]
        target = request.get("path", "/create-room-token") + "?" * ("query" in request) + request.get("query", "")
        lines = [f"{request['method']} {target}"]
        for name, values in request.items():
            if name not in not_headers:
                lines += [f"{name.replace('_', '-')}: {value}" for value in (values if isinstance(values, list) else [values])]
        body = request.get("body", "")
        body = body if isinstance(body, str) else compact(body)
        for space in (" ", "+", "%20"):
            body = body.replace(space.join(["open", "sesame"] * 2), "correct-horse-battery-staple")
        yield "\n".join(lines) + "\n\n" + body
    for passcode in ({}, {"passcode": "correct-horse-battery-staple"}):
        for body in odd({"identity": "alice", "room": "daily", **passcode}):
            yield f"POST /create-room-token\nContent-Type: application/json\n\n{body}"
    many = "&".join(f"f{number}=%e2%82%ac+%zz%" for number in range(40))
    signature = "X-Twilio-Signature: 0/KCTR6DLpKmkAf8muzZqo1nDgQ="
    body_hash = hashlib.sha256(b"{}").hexdigest()
    for fields in ("identity=alice&room=%64aily", "&=&identity&room=a=b", many, f"identity=%ff&{many}", "room=a&room=b", "&" * 500):
        start = f"POST /create-room-token?{fields}"
        yield f"{start}\nContent-Type: application/x-www-form-urlencoded\n{signature}\n\n{fields}"
        yield f"{start}&bodySHA256={body_hash}\nContent-Type: application/json\n{signature}\n\n{{}}"
    headers = ["Authorization: Bearer ", "Authorization: Basic YTpi", "authorization: bearer x.y.z", "Cookie: a=b\nHost: h:1"]
    for header in [*headers, "a b: c", "Content-Length: 1", "Accept: application/jwt;q=1.5", "Accept: , ;"]:
        yield f"POST /create-room-token\n{header}\n\nidentity=alice"
    for alg in ("HS256", "ES256", "none"):
        part = base64.urlsafe_b64encode(compact({"alg": alg, "iss": "https://app.example"}).encode()).decode().rstrip("=")
        yield f"POST /create-room-token\nAuthorization: Bearer {part}.{part}.{part}\n\n{{}}"
    for method in ("PUT", "PATCH", "DELETE", "CONNECT", "TRACE", "post", "X" * 20, ""):
        yield f"{method} http://h:80/create-room-token?a#b\n\n"
    for method, accept in product(["GET", "HEAD", "OPTIONS", "POST"], ["application/jwt", "text/*;q=0.5, */*;q=0"]):
        yield f"{method} /healthz\naccept: {accept}\n\n"
        yield f"{method} /create-room-token?identity=alice&room=daily\naccept: {accept}\n\n"


def signed_request():
    for case in ENDPOINT["cases"]:
        request = case["request"]
        if case.get("environment") != "twilio-signature" or not isinstance(request.get("body"), str):
            continue
        fields, form = [], "form" in request.get("content_type", "")
        try:
            fields = parse_qsl(request["body"]) if form else list(json.loads(request["body"]).items())
        except (AttributeError, ValueError):
            pass
        known = {name: str(value) for name, value in fields}
        others = urlencode([field for field in fields if field[0] not in ("identity", "room")])
        start = ("f" if form else "j") + known.get("identity", "")
        query = request.get("query", "")
        yield "\n".join([start, known.get("room", ""), others, query, "\b\r\x11\x16", query, request["body"]])


def settings_of(environment: dict[str, str]) -> list[str]:
    known = {"{jwks}": JWKS, "{secret}": SECRET, "{pem}": PEM, "{pem on one line}": PEM}
    return [f"{name}={known.get(value, value)}" for name, value in environment.items()]


def session():
    usual = {"iss": "https://app.example", "aud": "https://tokens.example", "sub": "alice", "exp": NOW + 3600}
    plain = compact(usual)
    claims = [{"aud": ["https://other.example", usual["aud"]]}, {"aud": [5]}, {"iss": ["x"]}, {"sub": "i" * 300}]
    claims += [{"exp": NOW + 0.5}, {"exp": NOW - 100}, {"nbf": NOW + 100}, {"user_id": "bob"}, {"rooms": ["daily", "team-*"]}, {"rooms": "da*y"}]
    payloads = [*(json.dumps(usual | more) for more in [*claims, {"rooms": []}, {"rooms": [1]}]), "[]", "alice"]
    headers = [{"alg": alg} for alg in ("HS256", "ES256", "EdDSA", "Ed25519", "RS256", "HS512", "none", "es256", 5)]
    headers += [{"alg": "ES256", "typ": typ} for typ in ("JWT", "application/at+jwt", "session+jwt", "dpop+jwt")]
    headers += [{"alg": "ES256", **more} for more in ({"kid": "es"}, {"jwk": {}}, {"cty": "x"})]
    keys = json.loads(JWKS)["keys"]
    changes = [{"kid": "es", "use": "sig"}, {"use": "enc"}, {"key_ops": ["verify"]}, {"key_ops": ["sign"]}, {"alg": "RS512"}]
    changes += [{"alg": "ES256"}, {"crv": "P-384"}, {"x": "AA"}, {"n": "AQAB"}, {"e": "AA"}, {"k": "AA"}, {"kty": "x"}]
    jwks = [compact({"keys": [key | change]}) for key, change in product(keys, [*changes, {"d": "x"}, {"kid": 5}, {}])]
    jwks += ["", "{", "[]", '{"keys":5}', '{"keys":[]}', '{"keys":[5]}', compact({"keys": [keys[0]] * 3}), JWKS]
    pems = [*(f"-----BEGIN{part}" for part in PEM.split("-----BEGIN")[1:]), PEM, PEM[:100], PEM[:-30], PEM.replace("\\n", ""), "x"]
    private = [KEYS[name].replace("\n", "\\n") for name in ("rsa.pem", "p256.pem", "ed25519.pem")]
    pems += [*private, private[1].replace("PRIVATE", "PUBLIC")]

    all_keys = [f"JWT_JWKS={JWKS}", f"JWT_PUBLIC_KEY={PEM}"]
    patterns = ["JWT_ROOMS_CLAIM=rooms", "JWT_ROOMS_MATCH=pattern"]
    inputs = [[json.dumps(header), plain, key] for header, key in product([*headers, []], all_keys)]
    inputs += [['{"alg":"ES256"}', payload, all_keys[0], *more] for payload, more in product(payloads, ([], patterns))]
    variables = [f"JWT_JWKS={text}" for text in jwks] + [f"JWT_PUBLIC_KEY={text}" for text in pems]
    algorithms = [f'{{"alg":"{name}"}}' for name in ("HS256", "RS256", "ES256", "EdDSA")]
    inputs += [[header, plain, "JWT_SECRET=", variable] for header, variable in product(algorithms, variables)]
    typed = '{"alg":"HS256","typ":"application/session+JWT"}'
    inputs += [[typed, plain, *settings_of(environment)] for environment in ENDPOINT["environments"].values()]
    inputs += [[header, plain, all_keys[0]] for header in odd({"alg": "ES256", "kid": "es", "typ": "JWT", "crit": ["b64"]})]
    odd_payloads = odd({**usual, "nbf": NOW, "rooms": ["daily"]})
    inputs += [['{"alg":"ES256"}', payload, all_keys[1], patterns[0]] for payload in odd_payloads]
    inputs += [['{"alg":"RS256"}', plain, f"JWT_JWKS={text}"] for text in odd({"keys": keys[1:2]}) if "\n" not in text]
    for variable in """JWT_ISSUER= JWT_AUDIENCE= JWT_LEEWAY=300 JWT_LEEWAY=x JWT_LEEWAY=86401 JWT_IDENTITY_CLAIM=user_id
            JWT_TYPE=session+jwt JWT_TYPE=/ JWT_SECRET=short JWT_ROOMS_MATCH=x""".split():
        inputs.append(['{"alg":"HS256"}', plain, variable])
    yield from map("\n".join, inputs)


def settings():
    names = {name for environment in ENDPOINT["environments"].values() for name in environment}
    names |= {"ACCESS_LOG", "ACCOUNT_SID", "API_KEY", "API_SECRET", "CHAT_SERVICE_SID", "TWILIO_REGION", "TWILIO_ACCOUNT_SID"}
    values = ["", " , ,", *"x 0 60 86400 86401 99999999999999999999 * daily team-*,a*b*c null json on 1e3 AP123".split()]
    values += "https://app.example,http://localhost:3000 https://app.example/path ftp://x HTTPS://APP.example".split()
    values += [prefix + SID for prefix in "AP CR IS WS AC".split()]
    environments = [settings_of(environment) for environment in ENDPOINT["environments"].values()]
    inputs = [[room, "https://app.example", *lines] for room, lines in product(("daily", "x" * 129), environments)]
    usual = ["daily", "https://app.example", "TOKEN_AUTH=anyone"]
    inputs += [[*usual, f"{name}={value}"] for name, value in product(sorted(names), values)]
    inputs += [["team-red", "http://localhost:3000", "ALLOWED_ROOMS=daily, team-*,a*b*c", "ALLOWED_ORIGINS=https://app.example"]]
    inputs += [["d", origin] for origin in ("", "null", "a,b", "\u00e9")]
    texts = f"HS256 HS384 RS256 PS256 HMAC_SHA1 hmac_sha256 ie1 253402300800 RL{SID} WQ{SID} SK{SID} WK{SID}".split()
    yield from map("\n".join, [*inputs, ["x", "", *(f"A={text}" for text in texts)]])


def command_line():
    def command(*args: str, stdin: str = "") -> str:
        return "\n".join(args) + "\n\n" + stdin

    push = f"--push-credential-sid CR{SID}"
    commands = {
        "video": ["--room daily"],
        "voice": [f"--voice-app-sid AP{SID}", '--params {"a":"b"}', "--allow-incoming", push, "--endpoint-id phone"],
        "chat": [f"--chat-service-sid IS{SID}", f"--deployment-role-sid RL{SID}", push, "--endpoint-id phone"],
        "sync": [f"--sync-service-sid IS{SID}", "--endpoint-id phone"],
        "task-router": [f"--workspace-sid WS{SID}", f"--worker-sid WK{SID}", "--role worker"],
        "mint": [],
        "verify": ["--leeway 30", f"--at {NOW}"],
        "inspect": ["--json", "--region ie1", f"--at {NOW}"],
    }
    common = ["--ttl 900", f"--not-before {NOW}", "--region ie1", f"--issued-at {NOW}"]
    secret = "--api-secret-file secret"
    for name, options in commands.items():
        tokens = name in ("video", "voice", "chat", "sync", "task-router")
        identity = ["--identity", "alice"] if tokens else []
        options = [option.split(" ") for option in [*options, *(common if tokens else []), secret]]
        everything = sum(options, identity)
        stdin = next(case["result"] for case in SIGN if "result" in case) if not tokens else ""
        yield command(name, *everything, stdin=stdin)
        yield command(name, *everything[:-1], stdin=stdin)
        yield command(name, "--help")
        yield command("help", name)
        required = identity + (options[0] if tokens and name != "voice" else [])
        yield command(name, *required, stdin=stdin)
        for option in options:
            yield command(name, *required, *option, stdin=stdin)
            yield command(name, *required, "=".join(option), stdin=stdin)
            yield command(name, *required, option[0], "", stdin=stdin)
            yield command(name, *required, option[0], "-1", *option, stdin=stdin)
    lines = ["", "--help", "-V", "help", "nothing", "video --nothing", "video alice", "verify a b", "webhook", "webhook x"]
    for line in [*lines, "--version x", "webhook --help", *(f"completions {shell}" for shell in ("bash", "zsh", "fish", "x"))]:
        yield command(*line.split(" "))
    variables = "API_SECRET= API_KEY=x ACCOUNT_SID=x TOKEN_TTL=60 TOKEN_TTL=x TWILIO_API_KEY=SK1 API_KEY_SECRET=x".split()
    for variable in [*variables, f"TWILIO_ACCOUNT_SID=AC{SID}"]:
        yield command(variable, "video", "--identity", "alice")
        yield command(variable, "mint", stdin='{"identity":"alice"}')
    for token in mint():
        yield command("mint", stdin=token)
    for case in [*VERIFY, *INSPECT]:
        at = ["--at", str(case["now"])]
        yield command("verify", *at, stdin=own(case["token"]))
        yield command("inspect", *at, stdin=case["token"])
        yield command("inspect", "--json", *at, "--region", case.get("region") or "us1", "--", case["token"])
    for case in WEBHOOK:
        options = ["--url", case["url"]]
        options += ["--settings", case["settings"]] if case.get("settings") else []
        options += ["--body", case["body"]] if case.get("body") is not None else []
        options += [word for field in case.get("fields") or [] for word in ("--param", "=".join(field))]
        yield command(f"AUTH_TOKEN={case['secret']}", "webhook", "validate", "--signature", case["signature"] or "", *options)
        yield command("webhook", "sign", *options)
        yield command("webhook", "sign", "--url", case["url"], "--body-file", "body")
        yield command("webhook", "validate", *options, "--body-file", "-", stdin="{}")


def webhook_url():
    for case in WEBHOOKS["cases"]:
        fields = [f"{name}={value}" for name, value in case.get("params", [])]
        for url in {case["url"], case.get("signed_url", case["url"])}:
            yield "\n".join([url, *fields])
    hosts = """xn--bcher-kva.example b\u00fccher.example fa\u00df.de \u200d.x xn--zz\u00e9 xn--mgba 1.2.3.4 0x7f.1 256.1.1.1
        0300.0xa.1.2 [1:2::3] [::ffff:1.2.3.4] [1:2:3:4:5:6:7:8] [: a..b %41.x a%zz h: h:65536 u:p%20@h:0443 \uff45\uff58.\u3002com""".split()
    hosts += ["", "a" * 64 + ".x", "xn--" + "a" * 70 + "-1"]
    pieces = """/ / / \\ . .. %2e%2E %20 \u20ac %e2%82%ac %zz ' " <>`{}^| ? ? # & = a \u00fc + %27 : @ ;""".split()
    pieces += ["\t", "\r", " ", "bodySHA256=" + "0f" * 32]
    letters = "\u0300\u0323\u0308\u00df\u0627\u05d0\u0915\u094d\u200d\u200c\u1100\u1161\u11a8\uff21\u1e9e\U0001d400\u0130abc-19"
    random = Random(1)
    for length in range(1, 60, 2):
        label = "".join(random.choices(letters, k=length))
        punycode = [text.encode("punycode").decode() for text in (label, label.lower())]
        hosts += [f"{label}.x", f"xn--{punycode[0]}", f"xn--{punycode[1][:-1]}.a"]
    for host in hosts * 5:
        scheme = random.choice(["https://", "http://", "HTTP:\\\\", "wss:", "https:///", ""])
        labels = random.choices([host, host, host[:-1], ".", "\u00df", "-"], k=random.choice([1, 1, 3]))
        path = random.choices(pieces, k=random.randrange(24))
        start = [scheme, random.choice(["", "", "u:p@", "%41"]), *labels, random.choice(["", "", ":443", ":080", ":"])]
        yield "".join([*start, random.choice(["", "/", "?"]), *path, "\na=b\na=c\n="])


def webhook_settings():
    yield from {case["settings"] for case in [*WEBHOOK, *WEBHOOKS["cases"]] if case.get("settings")}
    for algorithm in ("HMAC_SHA1", "hmac_sha256", "HMAC_SHA512", ""):
        yield f"algorithm={algorithm}, key = k "
        yield f"key=k,key=l,algorithm={algorithm},x=y,,=\u00a0"


def c():
    signer, verifier = "signer\tAC\tSK\tSECRET", "verifier\tAC\tSK\tSECRET"
    for case in SIGN:
        sign = f"sign\t{own(case['token'])}"
        yield "\n".join([f"time\t{case['now']}", signer, sign, verifier, "verify\tLAST", "inspect\tLAST\tSECRET\tus1"])
    lines = [own(case["token"]) for case in SIGN]
    yield from (f"{signer}\nlines\t{';'.join(lines[start:start + 8])}" for start in range(0, len(lines), 8))
    for case in VERIFY:
        key = "\t".join([case["account_sid"], case["api_key_sid"], case["api_key_secret"]])
        setup = [f"verifier\t{key}", f"add-key\t{key}", "add-key\tAC\tSK\tSECRET", "add-key\tSK\tAC\tSECRET"]
        yield "\n".join([f"time\t{case['now']}", *setup, f"leeway\t{case.get('leeway', 0)}", f"verify\t{case['token']}"])
    for case in INSPECT:
        given = [case["token"], case["api_key_secret"] or "NULL", case["region"] or "NULL"]
        yield f"time\t{case['now']}\ninspect\t" + "\t".join(given)
    for case in WEBHOOK:
        is_form = case.get("body") is None
        call, content = ("form", compact(case.get("fields") or [])) if is_form else ("body", case["body"])
        key, rest = f"webhook-key\t{case.get('settings') or 'NULL'}\t{case['secret']}", f"{case['url']}\t{content}"
        sign = f"webhook-sign\t{case['url']}\t{content if is_form else '[]'}"
        yield "\n".join([key, f"{call}\t{case['signature']}\t{rest}", sign, f"{call}\tLAST\t{rest}"])
    yield from ("signer\tAC\tSK", "sign\tx", "verify\tx", "webhook-sign\tx\t{}", "inspect", "leeway\tx")
    yield "webhook-key\tx\tx\nform\tx\tu\t{}"
    yield f"time\tx\n{signer}\nsign\t{{}}"


def flat():
    """Programs that allocate all contents first, `out` being the first allocation."""
    texts = [byte for content in range(8) for byte in (1, content)]
    # A byte names an allocation by its remainder, here by 9.
    account, key, secret, token, tokens, fields, url, broken = range(37, 45)
    new, at = [account, key, secret, 0], 1
    handle, other = 32, 33
    programs = [
        [4, *new, 6, handle, token, at, 0, 7, handle, tokens, at, 0, 6, handle, broken, at, 0, 6, handle, token, 0, 0, 8, handle],
        [9, *new, 10, handle, *new, 11, handle, 200, 12, handle, token, at, 0, 12, handle, broken, at, 0, 13, handle],
        [14, token, secret, key, at, 0, 14, url, broken, key, at, 0],
        [15, 0, secret, 0, 16, handle, url, fields, 0, 17, handle, secret, url, fields, 0, 18, handle, secret, url, broken, 0],
        [15, 200, fields, secret, 0, 15, 0, broken, 0],
        [4, key, account, secret, 0, 4, account, key, broken, 0, 9, secret, secret, secret, 0],
        [4, *new, 9, *new, 15, 0, secret, 0, 8, handle, 13, other, 19, handle, 8, other, 6, other, token, at, 0],
        [4, *new[:3], 230, 16, 6, 0, 16, token, at, 0, 3, account, 3, 0, 16, 17, 5, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 255],
        [0, 16, 0, 17, 8, 0, 1, 255, 255, 255, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    ]
    for program in programs:
        yield bytes([*texts, *program])
        yield bytes(program)
    random = Random(1)
    for _ in range(40):
        steps = random.choices([*programs, [1, random.randrange(8)], random.choices(range(256), k=9)], k=40)
        yield bytes([*texts, *chain(*steps)])
        steps = [[random.choice([0, 1, 1, 3, 4, 9, 15]), *random.choices(range(256), k=5)] for _ in range(300)]
        yield bytes(chain(*steps))


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    for target in sorted(path.stem for path in (ROOT / "fuzz" / "targets").glob("*.rs")):
        (FOLDER / target).mkdir(parents=True)
        for seed in globals()[target]():
            content = seed if isinstance(seed, bytes) else seed.encode(errors="surrogatepass")
            (FOLDER / target / hashlib.sha1(content).hexdigest()).write_bytes(content)


if __name__ == "__main__":
    main()
