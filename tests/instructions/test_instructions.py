"""No operation takes over 3 % more instructions than are on record. The message names the command that updates the record."""

from __future__ import annotations

import json

import pytest

from instructions import counts

BASELINE = json.loads(counts.BASELINE.read_text())
RENEW = "`npx --yes rust-just update-instructions` records what there is now, for a commit that says why"


def test_machine() -> None:
    recorded = {name: BASELINE[name] for name in counts.machine()}
    assert counts.machine() == recorded, f"the counts on record are not of this compiler and processor; {RENEW}"


@pytest.mark.parametrize("operation", counts.OPERATIONS)
def test_instructions(operation: str) -> None:
    recorded, counted = BASELINE["instructions"][operation], counts.count(operation)
    change = f"{operation}: {counted} instructions, {counted / recorded - 1:+.1%} of the {recorded} on record"
    print(change)
    assert counted <= recorded * 1.03, f"{change}; {RENEW}"
