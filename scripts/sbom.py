#!/usr/bin/env python3
"""Writes a software bill of materials for each thing that is shipped, target/sbom/NAME.cdx.json, in CycloneDX 1.6, and holds
it to its schema. It has what cargo links: not what only builds, and not Rust's standard library. The same sources give the
same bytes, so there is neither a time in it nor a number of its own."""

from __future__ import annotations

import json
import subprocess
import tomllib

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from shipped import ROOT, SHIPPED, linked

FOLDER = ROOT / "target" / "sbom"


def component(package: dict, checksum: str | None, kind: str = "library") -> dict:
    purl = f"pkg:cargo/{package['name']}@{package['version']}"
    hashes = {"hashes": [{"alg": "SHA-256", "content": checksum}]} if checksum else {}
    # The slash is how the expression was written before there was one.
    licences = [{"expression": package["license"].replace("/", " OR ")}]
    return {
        "type": kind,
        "bom-ref": purl,
        "name": package["name"],
        "version": package["version"],
        "purl": purl,
        "licenses": licences,
        **hashes,
    }


def main() -> None:
    metadata = subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    packages = {(package["name"], package["version"]): package for package in json.loads(metadata.stdout)["packages"]}
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
    checksums = {(crate["name"], crate["version"]): crate.get("checksum") for crate in lock}
    validator = JsonStrictValidator(SchemaVersion.V1_6)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (own, _) in SHIPPED.items():
        subject = next(package for (crate, _), package in packages.items() if crate == own)
        crates = sorted(linked(name))
        bill = {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "metadata": {"component": component(subject, None, "library" if name in ("core", "endpoint") else "application")},
            "components": [component(packages[crate], checksums[crate]) for crate in crates],
        }
        text = json.dumps(bill, indent=2) + "\n"
        if error := validator.validate_str(text):
            raise SystemExit(f"{name}: {error}")
        path = FOLDER / f"{name}.cdx.json"
        path.write_text(text)
        print(f"{path.relative_to(ROOT)}: {len(crates)} crates")


main()
