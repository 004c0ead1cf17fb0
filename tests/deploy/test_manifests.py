"""The manifests of deploy/: by Kubernetes's own schemas where there are any; the others are well-formed and name what they must."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from support import ROOT

DEPLOY = ROOT / "deploy"
MANIFESTS = sorted(DEPLOY.glob("*.yaml"))
# What neither Kubernetes nor a registry of packages has a schema of, with what its definition requires.
CUSTOM = {
    "WorkloadDeployment": {
        "apiVersion": "runtime.wasmcloud.dev/v1alpha1",
        "required": [
            "spec.template.spec.components.0.name",
            "spec.template.spec.components.0.image",
            "spec.template.spec.hostInterfaces.0.namespace",
            "spec.template.spec.hostInterfaces.0.package",
            "spec.template.spec.hostInterfaces.0.interfaces.0",
            "spec.kubernetes.service.name",
        ],
    },
    "SpinApp": {"apiVersion": "core.spinkube.dev/v1alpha1", "required": ["spec.image", "spec.checks.readiness.httpGet.path"]},
}


def objects(manifest: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(manifest.read_text()))


def at(value: Any, path: str) -> Any:
    for step in path.split("."):
        value = value[int(step) if step.isdigit() else step]
    return value


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.name)
def test_kubernetes_takes_every_object(manifest: Path) -> None:
    for each in objects(manifest):
        if each["kind"] in CUSTOM:
            custom = CUSTOM[each["kind"]]
            assert each["apiVersion"] == custom["apiVersion"]
            assert all(at(each, path) for path in ["metadata.name", *custom["required"]])
        else:
            kubernetes_validate.validate(each, kubernetes_validate.latest_version(), strict=True)


def test_the_schemas_are_strict() -> None:
    deployment = next(each for each in objects(DEPLOY / "runwasi.yaml") if each["kind"] == "Deployment")
    deployment["spec"]["template"]["spec"]["containers"][0]["envFron"] = []
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(deployment, kubernetes_validate.latest_version(), strict=True)


def test_objects_name_each_other() -> None:
    deployment, service = (each for each in objects(DEPLOY / "wasmcloud.yaml"))
    assert at(deployment, "spec.kubernetes.service.name") == service["metadata"]["name"]
    runtime, pods, service = objects(DEPLOY / "runwasi.yaml")
    assert at(pods, "spec.template.spec.runtimeClassName") == runtime["metadata"]["name"]
    assert at(pods, "spec.template.metadata.labels") == at(pods, "spec.selector.matchLabels") == at(service, "spec.selector")


def test_spin_has_what_it_requires_and_the_endpoint_reads_its_variables() -> None:
    manifest = tomllib.loads((DEPLOY / "spin" / "spin.toml").read_text())
    assert manifest["spin_manifest_version"] == 2
    assert re.fullmatch(r"[A-Za-z][\w-]*", at(manifest, "application.name"))
    trigger = at(manifest, "trigger.http.0")
    assert trigger["route"] == "/..."
    component = manifest["component"][trigger["component"]]
    assert component["source"] == "twilio-access-token-http.wasm"
    assert component["environment"].keys() <= handed_on()


@pytest.mark.parametrize("example", ["env.example", "twilio-functions/.env.example"])
def test_the_endpoint_reads_the_variables_of_an_example(example: str) -> None:
    names = re.findall(r"^(\w+)=", (DEPLOY / example).read_text(), re.MULTILINE)
    assert {"ACCOUNT_SID", "API_KEY", "API_SECRET", "TOKEN_AUTH"} <= set(names) <= handed_on()


def test_the_unit_passes_every_variable() -> None:
    source = (ROOT / "crates" / "endpoint" / "src" / "env.rs").read_text()
    listed = source[source.index("VARIABLES: &[&str] = &[") : source.index("];")]
    names = set(re.findall(r'"(\w+)"', listed))
    assert len(names) > 30
    # In one spelling.
    assert handed_on() == {name for name in names if not re.match(r"TWILIO_|API_KEY_", name)}


def handed_on() -> set[str]:
    """The variables that the unit hands on, which are all that the endpoint reads."""
    return set(re.findall(r" --env (\w+)", (DEPLOY / "twilio-access-token@.service").read_text()))


def test_versions_are_the_project_s() -> None:
    version = json.loads((ROOT / "npm" / "package.json").read_text())["version"]
    project = json.loads((DEPLOY / "twilio-functions" / "package.json").read_text())
    assert project["dependencies"]["twilio-access-token"] == f"^{version}"
    for manifest in [*MANIFESTS, DEPLOY / "spin" / "spin.toml"]:
        assert set(re.findall(r"twilio-access-token(?:-http)?:(\S+)", manifest.read_text())) <= {version}


@pytest.mark.parametrize("manifest", [*MANIFESTS, DEPLOY / "spin" / "spin.toml"], ids=lambda path: path.name)
def test_each_says_whether_it_is_tested(manifest: Path) -> None:
    head = manifest.read_text().split("\n\n")[0]
    assert re.search(r"\b[Uu]ntested\b|^# Tested\b", head, re.MULTILINE)
