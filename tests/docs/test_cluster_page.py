"""What the page on clusters gives to other programs: manifests that their schemas take, scripts that a shell reads."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "cluster.md").read_text("utf-8")
TEXT = {"type": "string"}
COUNT = {"type": "integer", "minimum": 0}


def fields(*needed: str, **kinds: Any) -> dict[str, Any]:
    """An object of these fields alone: a name that the other program does not know fails."""
    return {"type": "object", "properties": kinds, "required": list(needed), "additionalProperties": False}


def each(kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": kind, "minItems": 1}


AMOUNTS = fields("cpu", "memory", cpu={"type": "integer"}, memory={"type": "string", "pattern": "^[0-9]+[MG]i$"})
CONTAINER = fields(
    "name",
    "image",
    name=TEXT,
    image=TEXT,
    command=each(TEXT),
    args=each(TEXT),
    resources=fields(requests=AMOUNTS, limits=AMOUNTS),
    ports=each(fields("containerPort", name={"type": "string", "maxLength": 15}, containerPort=COUNT)),
    readinessProbe=fields("tcpSocket", tcpSocket=fields("port", port=COUNT)),
    volumeMounts=each(fields("name", "mountPath", name=TEXT, mountPath=TEXT, subPath=TEXT)),
)
CLAIM = fields("claimName", claimName=TEXT)
VOLUMES = each(fields("name", name=TEXT, persistentVolumeClaim=CLAIM))
POD = fields("containers", containers=each(CONTAINER), volumes=VOLUMES, restartPolicy={"enum": ["Never", "OnFailure"]})
TEMPLATE = fields("spec", spec=POD)
# `rayStartParams` are strings, whatever they say.
PARAMETERS = {"type": "object", "additionalProperties": TEXT}
PORTS = each(fields("port", name=TEXT, port=COUNT, targetPort=TEXT))
SPECS = {
    ("batch/v1", "Job"): fields(
        "template",
        completions=COUNT,
        parallelism=COUNT,
        completionMode={"enum": ["Indexed", "NonIndexed"]},
        backoffLimitPerIndex=COUNT,
        template=TEMPLATE,
    ),
    ("ray.io/v1", "RayJob"): fields(
        "entrypoint",
        "rayClusterSpec",
        entrypoint=TEXT,
        shutdownAfterJobFinishes={"type": "boolean"},
        backoffLimit=COUNT,
        rayClusterSpec=fields(
            "headGroupSpec",
            rayVersion=TEXT,
            headGroupSpec=fields("template", rayStartParams=PARAMETERS, template=TEMPLATE),
            workerGroupSpecs=each(
                fields(
                    "groupName",
                    "template",
                    groupName=TEXT,
                    replicas=COUNT,
                    minReplicas=COUNT,
                    maxReplicas=COUNT,
                    rayStartParams=PARAMETERS,
                    template=TEMPLATE,
                )
            ),
        ),
    ),
    ("kubernetes.dask.org/v1", "DaskCluster"): fields(
        "worker",
        "scheduler",
        worker=fields("replicas", "spec", replicas=COUNT, spec=POD),
        scheduler=fields(
            "spec",
            "service",
            spec=POD,
            service=fields("selector", "ports", type=TEXT, selector=PARAMETERS, ports=PORTS),
        ),
    ),
}


def fenced(kind: str) -> list[str]:
    found = re.findall(rf"^( *)```{kind}\n(.*?)^\1```$", PAGE, re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", code, flags=re.MULTILINE) for indent, code in found]


MANIFESTS = [yaml.safe_load(code) for code in fenced("yaml")]
SCRIPTS = [code for code in fenced("bash") if not code.startswith("0 ")]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda one: one["kind"])
def test_a_manifest_holds_the_fields_of_its_kind(manifest: dict[str, Any]):
    spec = SPECS[manifest["apiVersion"], manifest["kind"]]
    whole = fields("apiVersion", "kind", "metadata", "spec", apiVersion=TEXT, kind=TEXT, metadata={}, spec=spec)
    jsonschema.validate(manifest, whole)


def test_there_is_a_manifest_of_each_kind():
    assert {(one["apiVersion"], one["kind"]) for one in MANIFESTS} == set(SPECS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_shell_reads_the_script(script: str):
    done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, timeout=10)
    assert done.stderr == ""


def test_the_line_for_cron_is_one_and_holds_what_a_shell_reads():
    (line,) = (code for code in fenced("bash") if code.startswith("0 "))
    assert line.count("\n") == 1
    # A per cent sign would end the command.
    assert "%" not in line
    times, command = line.split()[:5], line.split(None, 5)[5]
    assert len(times) == 5
    assert subprocess.run(["bash", "-n"], input=command, capture_output=True, text=True, timeout=10).stderr == ""


@pytest.mark.parametrize("command", sorted(set(re.findall(r"\btoecap ([a-z]+)(?= [^|]*(?:--|/|$))", PAGE))))
def test_the_commands_exist(cli, command: str):
    assert cli(command, "--help").returncode == 0
