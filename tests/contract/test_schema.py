"""Every record is valid against the schema that `toecap schema` prints."""

from __future__ import annotations

import dataclasses
import json

import jsonschema
import pytest

from toecap import records


@pytest.fixture(scope="module")
def schema(cli):
    done = cli("schema")
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def printed(cli):
    import toecap.examples

    done = cli("read", toecap.examples.path(), "--json")
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_schema_is_sound_and_the_module_s_own(schema):
    from toecap.schema import record_schema

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == record_schema()


def test_every_example_s_record_is_valid(schema, printed, examples):
    validator = jsonschema.Draft202012Validator(schema)
    assert [record["name"] for record in printed] == [row["id"] for row in examples]
    for record in printed:
        problems = [f"{record['name']}: {error.json_path}: {error.message}" for error in validator.iter_errors(record)]
        assert not problems, "\n".join(problems[:5])


def test_a_failed_input_s_record_is_valid_if_one_is_printed(schema, cli, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    validator = jsonschema.Draft202012Validator(schema)
    for line in cli("read", empty, "--json").stdout.splitlines():
        validator.validate(json.loads(line))


def test_schema_names_every_field_of_the_record(schema):
    """A field that is added to the record is added to the contract too."""
    text = json.dumps(schema)
    for kind in (records.Record, records.Report, records.Actor, records.Statement, records.Event, records.Place):
        for part in dataclasses.fields(kind):
            assert f'"{part.name}"' in text, f"{kind.__name__}.{part.name}"


@pytest.mark.parametrize(
    "break_it",
    [
        lambda record: record.pop("failures"),
        lambda record: record.update(mood="good"),
        lambda record: record["report"].update(text=None),
        lambda record: record.update(events=[{"type": "KISS"}]),
        lambda record: record.update(statements=[{"id": "s1"}]),
    ],
)
def test_schema_refuses_what_is_no_record(schema, printed, break_it):
    record = json.loads(json.dumps(printed[0]))
    break_it(record)
    assert not jsonschema.Draft202012Validator(schema).is_valid(record)
