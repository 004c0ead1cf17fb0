"""Every command of docs/wasmtime.md prints what stands below it, in the newest wasmtime and in the oldest."""

from __future__ import annotations

import json
import re

import pytest

from support import ROOT, WASMTIMES, shell
from wasi_tools import wasm_tools

DOCUMENT = (ROOT / "docs" / "wasmtime.md").read_text()
EXAMPLES = re.findall(r"^```sh\n(.*?)^```\n\n```text\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
PRINTED = {script: printed for script, printed in EXAMPLES}


def plain_functions() -> set[str]:
    """The functions of the interface that neither take nor give a resource."""
    package = json.loads(wasm_tools("component", "wit", "--json", ROOT / "wit"))
    functions = [function for interface in package["interfaces"] for function in interface["functions"].values()]

    def has_resource(kind: object) -> bool:
        """Whether a handle is anywhere in a type, which is a word or the place of one that was made of others."""
        if isinstance(kind, int):
            return has_resource(package["types"][kind]["kind"])
        if isinstance(kind, dict):
            return "handle" in kind or any(has_resource(part) for part in kind.values())
        return isinstance(kind, list) and any(has_resource(part) for part in kind)

    return {
        function["name"]
        for function in functions
        if function["kind"] == "freestanding"
        and not has_resource([param["type"] for param in function["params"]])
        and not has_resource(function.get("result"))
    }


@pytest.mark.parametrize("wasmtime", WASMTIMES)
@pytest.mark.parametrize("script", PRINTED, ids=[str(number) for number, _ in enumerate(PRINTED, 1)])
def test_commands(script: str, wasmtime: str) -> None:
    pattern = ".+".join(re.escape(part) for part in PRINTED[script].split("…"))
    printed = shell(script, WASMTIMES[wasmtime])
    assert re.fullmatch(pattern, printed), printed


def test_every_command_says_what_it_prints() -> None:
    assert DOCUMENT.count("```sh\n") == len(PRINTED) >= 6


def test_every_plain_function_is_called() -> None:
    functions = plain_functions()
    assert len(functions) >= 5
    for function in functions:
        assert f"### `{function}`" in DOCUMENT
        assert any(function in script and "--invoke" in script for script in PRINTED), function


def test_the_functions_of_the_reference_that_it_links_to_are_there() -> None:
    reference = (ROOT / "docs" / "wit.md").read_text()
    anchors = re.findall(r"wit\.md#(\w+)-([\w-]+)", DOCUMENT)
    assert len(anchors) >= 6
    for kind, name in anchors:
        assert f"### {kind.capitalize()} `{name}`\n" in reference
