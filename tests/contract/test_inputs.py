"""`toecap read` over a folder of all kinds: names, the last line, the rows of `--failures`, exit codes."""

from __future__ import annotations

import json

TEXT = "The council of Port Elan voted on Monday to close the quay, and the minister of defence said that he agreed."


def test_a_folder_of_all_kinds(cli, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.html").write_text(f"<title>Quay</title><p>{TEXT}</p>", "utf-8")
    (folder / "b.csv").write_text(f'body,date\n"{TEXT}",2031-03-04\n', "utf-8")
    (folder / "c.rss").write_text(
        f"<rss><channel><item><description>{TEXT}</description></item></channel></rss>", "utf-8"
    )
    (folder / "d.jsonl").write_text(json.dumps({"body": TEXT, "language": "fr"}) + "\n{\n", "utf-8")
    rows = tmp_path / "failures.jsonl"
    done = cli("read", folder, "--json", "--map", "text=body,published=date", "--failures", rows)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [record["name"] for record in records] == ["a", f"{folder}/b.csv:1", f"{folder}/c.rss:1"]
    assert {record["report"]["text"] for record in records} == {TEXT}
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1] == (
        "toecap: 5 read: 3 coded, 1 set aside (language 1), 1 failed (not-json 1)"
    )
    failures = [json.loads(line) for line in rows.read_text("utf-8").splitlines()]
    assert [(row["name"], row["code"]) for row in failures] == [
        (f"{folder}/d.jsonl:1", "language"),
        (f"{folder}/d.jsonl:2", "not-json"),
    ]


def test_what_is_set_aside_is_told_and_is_no_failure(cli, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "b.jsonl").write_text(json.dumps({"text": TEXT, "language": "fr"}), "utf-8")
    (folder / "c.rss").write_text("<rss><channel><item><title>Quay closed</title></item></channel></rss>", "utf-8")
    for command in (("read", folder, "--json"), ("build", tmp_path / "store", folder)):
        done = cli(*command)
        assert b"2 set aside (language 1, no-content 1)" in done.stderr
        assert done.returncode == 0


def test_a_map_of_no_field_is_wrong_usage(cli):
    done = cli("read", "x.csv", "--map", "body=text")
    assert done.returncode == 2
    assert b"--map" in done.stderr
