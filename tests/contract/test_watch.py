"""Watching feeds of a real server into a real store: each report exactly once, whatever the servers do."""

from __future__ import annotations

import html
import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.conftest import MAIN

from toecap.errors import UsageError
from toecap.read.addresses import own_addresses, public_addresses
from toecap.read.fetch import Fetcher, Manners
from toecap.read.inputs import Unread
from toecap.run.feed_state import FOLDER
from toecap.run.linking import LAST
from toecap.run.subscriptions import Subscriptions, read_subscriptions
from toecap.run.watch import Watch
from toecap.store.commit import open_writer
from toecap.store.reader import open_store

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

GERMAN = (
    "Die Bundesregierung hat am Dienstag angekündigt, weitere Hilfsgüter in die Region zu schicken. "
    "Der Außenminister sagte, die Lage sei ernst, aber nicht hoffnungslos. Die Opposition forderte eine Debatte."
)


def text(number: int, sentences: int = 3) -> str:
    return " ".join(
        f"Norway on Tuesday urged Sweden to open border crossing {number} in district {place} of the northern region."
        for place in range(sentences)
    )


def page(number: int, words: str | None = None) -> str:
    return (
        f"<html><title>Crossing {number}</title><body><article><p>{words or text(number)}</p></article></body></html>"
    )


def item(address: str, title: str, words: str = "Short.") -> str:
    content = html.escape(f"<p>{words}</p>")
    when = "<pubDate>Tue, 04 Mar 2031 10:00:00 +0200</pubDate>"
    return f"<item><title>{title}</title><link>{address}</link>{when}<description>{content}</description></item>"


def rss(items: Iterable[str]) -> str:
    return f'<rss version="2.0"><channel><title>The Tarn</title>{"".join(items)}</channel></rss>'


class World:
    """A store, feeds, a clock that only waiting moves, and what was told on the way."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.now = 1_900_000_000.0
        self.unread: list[Unread] = []

    def pause(self, seconds: float) -> None:
        self.now += seconds

    def watch(self, *feeds: str, manners: Manners | None = None, first_look: str = "safe", **options: str) -> Watch:
        listed = [{"address": feed, **options} for feed in feeds]
        given = {"feed": listed, "every_minutes": 10, "first_look": first_look}
        manners = manners or Manners(delay=0, seconds=5, addresses=own_addresses)
        fetcher = Fetcher(manners, lambda: self.now, self.pause)
        subscriptions = Subscriptions.model_validate(given)
        return Watch(self.store, subscriptions, fetcher, self.unread.append, lambda: self.now)

    def rows(self, sql: str) -> list[tuple]:
        return open_store(self.store).sql(sql).fetchall()

    def titles(self) -> list[str]:
        """The titles of all versions of all reports: one that was coded twice is there twice."""
        return sorted(row[0] for row in self.rows("SELECT title FROM reports"))

    def failures(self) -> list[tuple]:
        return self.rows("SELECT input, code FROM failures ORDER BY input")


@pytest.fixture
def world(tmp_path):
    return World(tmp_path / "store")


def test_a_feed_that_changes_gives_each_report_once(world, site):
    site.put("/1", page(1))
    long = item(site.address + "/2", "Crossing 2", text(2, 12))
    feed = site.put("/feed", rss([item(site.address + "/1", "Crossing 1"), long]), "application/rss+xml", ETag='"a"')
    watch = world.watch(feed)
    first = watch.round()
    assert (first.progress.coded, first.looked[0].new, first.later) == (2, 2, 0)
    assert site.paths() == ["/feed", "/1"]

    world.now = first.due
    second = watch.round()
    assert (second.looked[0].outcome, second.progress.seen) == ("unchanged", 0)

    site.put("/3", page(3))
    site.put("/feed", rss([item(site.address + "/3", "Crossing 3"), long]), ETag='"b"')
    world.now = second.due
    third = watch.round()
    assert (third.looked[0].new, third.progress.coded) == (1, 1)
    assert world.titles() == ["Crossing 1", "Crossing 2", "Crossing 3"]
    assert world.rows("SELECT DISTINCT url, published FROM reports WHERE title = 'Crossing 2'")[0][0].endswith("/2")
    assert {str(row[0]) for row in world.rows("SELECT published FROM reports")} == {"2031-03-04"}


def test_a_text_that_changes_is_a_new_version(world, site):
    feed = site.put("/feed", rss([item(site.address + "/1", "Crossing 1", text(1, 12))]))
    watch = world.watch(feed)
    due = watch.round().due
    site.put("/feed", rss([item(site.address + "/1", "Crossing 1", text(1, 13))]))
    world.now = due
    assert watch.round().progress.changed == 1
    assert world.titles() == ["Crossing 1"]


def test_what_was_noted_may_be_lost(world, site):
    site.put("/1", page(1))
    feed = site.put("/feed", rss([item(site.address + "/1", "Crossing 1"), item("", "Two", text(2, 12))]))
    world.watch(feed).round()
    shutil.rmtree(world.store / FOLDER)
    again = world.watch(feed).round()
    assert (again.progress.coded, again.progress.known) == (0, 2)
    for state in (world.store / FOLDER).iterdir():
        state.write_text('{"items": [')
    assert world.watch(feed).round().progress.coded == 0
    assert len(world.titles()) == 2


def test_a_watch_that_is_broken_off_goes_on_with_what_the_feed_has_forgotten(world, site, monkeypatch):
    site.put("/1", page(1))
    feed = site.put("/feed", rss([item(site.address + "/1", "Crossing 1")]), ETag='"a"')

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    watch = world.watch(feed)
    with monkeypatch.context() as patch:
        patch.setattr("toecap.run.watch.build", killed)
        with pytest.raises(KeyboardInterrupt):
            watch.round()
    site.put("/feed", rss([]), ETag='"b"')
    assert world.watch(feed).round().progress.coded == 1
    assert world.titles() == ["Crossing 1"]


def test_dead_feeds_cost_themselves(world, site):
    good = site.put("/feed", rss([item(site.address + "/1", "Crossing 1", text(1, 12))]))
    dead = [
        site.address + "/gone",
        site.put("/broken", "", status=500),
        site.put("/html", page(1)),
        site.put("/binary", bytes(range(256)) * 100),
        site.drip("/slow", b"HTTP/1.1 200 OK\r\n\r\n", b" ", 0.05),
        "http://no-such-host.invalid/feed",
    ]
    watch = world.watch(*dead, good, manners=Manners(delay=0, seconds=0.5, addresses=own_addresses))
    done = watch.round()
    outcomes = {one.feed: one.outcome for one in done.looked}
    # After a feed that is too slow its host is asked no more in this round.
    assert [outcomes[feed] for feed in dead] == ["failed"] * 6
    assert all("Traceback" not in (one.message or "") for one in done.looked)
    site.put("/slow", rss([]))
    world.now += 3_600
    watch.round()
    assert world.titles() == ["Crossing 1"]
    assert {code for _, code in world.failures()} == {"http-404", "no-feed"}


def test_a_feed_that_is_not_there_is_asked_ever_more_rarely(world, site):
    feed = site.put("/feed", "", status=500)
    watch = world.watch(feed)
    waits = []
    for _ in range(4):
        due = watch.round().due
        waits.append((due - world.now) / 60)
        world.now = due
    assert waits == pytest.approx([10, 20, 40, 80], abs=0.1)
    site.put("/feed", rss([]))
    assert (watch.round().due - world.now) / 60 == pytest.approx(10, abs=0.1)


def test_a_busy_server_is_asked_when_it_says(world, site):
    address = site.put("/1", "", status=429, Retry_After="1800")
    feed = site.put("/feed", rss([item(address, "Crossing 1")]))
    watch = world.watch(feed)
    first = watch.round()
    assert (first.later, first.progress.coded, world.unread) == (1, 0, [])
    world.now += 1_600
    watch.round()
    assert site.paths().count("/1") == 1
    site.put("/1", page(1))
    world.now += 300
    assert watch.round().progress.coded == 1
    assert world.titles() == ["Crossing 1"]


def test_a_page_that_does_not_come_is_tried_and_then_given_up(world, site):
    address = site.put("/1", "", status=500)
    watch = world.watch(site.put("/feed", rss([item(address, "Crossing 1")]), ETag='"a"'))
    for _ in range(40):
        world.now = watch.round().due
    assert site.paths().count("/1") == 5
    assert world.failures() == [(address, "http-500")]


def test_a_page_that_drips_comes_later(world, site):
    address = site.drip("/1", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>", 0.05)
    feed = site.put("/feed", rss([item(address, "Crossing 1")]))
    watch = world.watch(feed, manners=Manners(delay=0, seconds=0.5, addresses=own_addresses))
    first = watch.round()
    assert first.later == 1
    site.put("/1", page(1))
    world.now = first.due
    assert watch.round().progress.coded == 1


@pytest.mark.parametrize("there", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/", "file:///etc/passwd"])
def test_no_redirect_leads_into_a_network(world, site, there):
    """The local server stands in for a public host of this name; all else is checked as ever."""

    def addresses(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "tarn.example.org" else public_addresses(host, port)

    outside = f"http://tarn.example.org:{site.address.rpartition(':')[2]}"
    site.put("/1", "", status=302, Location=there)
    site.put("/feed", rss([item(outside + "/1", "Crossing 1"), item(there, "Crossing 2")]))
    world.watch(outside + "/feed", manners=Manners(delay=0, addresses=addresses)).round()
    codes = dict(world.failures())
    assert codes.pop(outside + "/1") in ("address-refused", "no-address")
    # What is no address of the web is no address of the item either; then the feed's own words are the report.
    assert codes in ({there: "address-refused"}, {})
    assert site.paths() == ["/feed", "/1"]


def test_neither_page_nor_feed_speaks_for_another_outlet(world, site):
    """Else a hostile feed could put a new version of another outlet's report into the store."""
    claim = "https://www.bbc.co.uk/news/1"
    head = f"<link rel=canonical href='{claim}'><meta property='og:site_name' content='BBC News'>"
    site.put("/1", page(1).replace("<title>", head + "<title>"))
    watch = world.watch(
        site.put("/a", rss([item(site.address + "/1", "Crossing 1")])),
        site.put("/b", rss([item(claim, "Crossing 2", text(2, 12))])),
        text="auto",
    )
    watch.round()
    assert world.rows("SELECT url, outlet FROM reports") == [(site.address + "/1", "127.0.0.1")]
    world.watch(site.address + "/b?", text="feed")
    site.answers["/b?"] = site.answers["/b"]
    world.watch(site.address + "/b?", text="feed").round()
    assert world.rows("SELECT url FROM reports WHERE title = 'Crossing 2'") == [(None,)]


def test_what_two_feeds_show_is_fetched_once(world, site):
    address = site.put("/1", page(1))
    feeds = [site.put(f"/{name}", rss([item(address, f"Crossing 1 {name}")])) for name in "ab"]
    watch = world.watch(*feeds)
    watch.round()
    assert site.paths().count("/1") == 1
    assert len(world.titles()) == 1


def test_other_languages_and_other_things_than_pages_are_told_once(world, site):
    german = site.put("/1", page(1, GERMAN))
    picture = site.put("/2", b"\x89PNG", "image/png")
    watch = world.watch(site.put("/feed", rss([item(german, "Grenze"), item(picture, "Picture")])))
    for _ in range(3):
        world.now = watch.round().due
    assert site.paths().count("/1") == site.paths().count("/2") == 1
    assert world.failures() == [(german, "language"), (picture, "no-page")]


@pytest.mark.parametrize(("first_look", "coded"), [("wide", 1), ("safe", 1), ("none", 2)])
def test_sport_is_set_aside_where_the_feeds_ask_for_it(world, site, first_look, coded):
    match = page(2, "The striker scored twice before half time, and the team won the match by three goals. " * 6)
    items = [item(site.put("/1", page(1)), "Crossing 1"), item(site.put("/sport/2", match), "Rovers win the cup")]
    watch = world.watch(site.put("/feed", rss(items)), first_look=first_look)
    for _ in range(2):
        world.now = watch.round().due
    assert len(world.titles()) == coded
    assert [code for _, code in world.failures()] == ["sport"] * (2 - coded)
    assert site.paths().count("/sport/2") == 1


def test_a_store_that_is_being_written_is_waited_for(world, site):
    site.put("/1", page(1))
    watch = world.watch(site.put("/feed", rss([item(site.address + "/1", "Crossing 1")])))
    with open_writer(world.store):
        busy = watch.round()
    assert "being written" in (busy.trouble or "")
    assert busy.due >= world.now + 60
    world.now = busy.due
    assert watch.round().progress.coded == 1


def test_a_disk_that_refuses_is_waited_for(world, site):
    site.put("/1", page(1))
    world.store.mkdir()
    (world.store / FOLDER).touch()  # where the folder of the states should be
    watch = world.watch(site.put("/feed", rss([item(site.address + "/1", "Crossing 1")])))
    refused = watch.round()
    assert "mend it" in (refused.trouble or "")
    (world.store / FOLDER).unlink()
    world.now = refused.due
    assert watch.round().progress.coded == 1


def test_what_was_left_unlinked_is_linked_once_it_is_due_though_nothing_new_comes(world, site):
    site.put("/1", page(1))
    watch = world.watch(site.put("/feed", rss([item(site.address + "/1", "Crossing 1")])))
    world.store.mkdir()
    (world.store / LAST).write_text(json.dumps({"ended": 1e12, "seconds": 60}), "utf-8")
    world.now = watch.round().due
    assert (len(world.titles()), world.rows("FROM families")) == (1, [])
    world.now = watch.round().due
    assert world.rows("FROM families") == []
    (world.store / LAST).unlink()
    watch.round()
    assert len(world.rows("FROM families")) == 1


def test_more_pages_than_a_round_takes_come_in_the_next(world, site):
    for number in range(35):
        site.put(f"/{number}", page(number))
    feed = site.put("/feed", rss(item(f"{site.address}/{n}", f"Crossing {n}") for n in range(35)), ETag='"a"')
    watch = world.watch(feed)
    first = watch.round()
    assert (first.progress.coded, first.later, first.due <= world.now) == (30, 5, True)
    assert watch.round().progress.coded == 5
    assert len(set(world.titles())) == 35


def feeds_file(folder: Path, *lines: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_the_command_reads_feeds_into_a_store(cli, site, tmp_path):
    site.put("/1", page(1))
    site.put("/feed", rss([item(site.address + "/1", "Crossing [bold]1")]))
    feeds = feeds_file(tmp_path, "delay_seconds = 0", "[[feed]]", f'address = "{site.address}/feed"')
    store = tmp_path / "store"
    done = cli("watch", store, feeds, "--once", "--own-network")
    assert done.returncode == 0, done.stderr.decode()
    assert b"1 feeds: 1 read; 1 coded; next look" in done.stderr
    assert b"0 feeds: none due" in cli("watch", store, feeds, "--once", "--own-network").stderr


def test_the_command_says_what_it_refuses(cli, site, tmp_path):
    feeds = feeds_file(tmp_path, "[[feed]]", f'address = "{site.put("/feed", rss([]))}"')
    done = cli("watch", tmp_path / "store", feeds, "--once")
    assert done.returncode == 1
    assert done.stderr.count(b"127.0.0.1 is of the loopback kind") == 1
    assert site.asked == []


def test_check_tells_of_each_feed(cli, site, tmp_path):
    site.put("/feed", rss([item(site.address + "/1", "Crossing 1", text(1, 12)), item(site.address + "/2", "Two")]))
    both = [f'[[feed]]\naddress = "{site.address}{path}"' for path in ("/feed", "/gone")]
    done = cli("watch", "--check", feeds_file(tmp_path, "delay_seconds = 0", *both), "--own-network")
    assert done.returncode == 1
    assert "2 items, 1 of them with their text" in done.stdout.decode()
    assert "/gone: the server answers 404" in done.stdout.decode()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["every_minutes = 5"], "feed: Field required"),
        (["[[feed]]", 'address = "file:///etc/passwd"'], "feed 1, address: is no http or https address"),
        (["[[feed]]", 'adress = "https://example.org"'], "feed 1, adress: Extra inputs are not permitted"),
        (["[[feed]]", 'address = "https://a.example.org/"', "every_minutes = 0"], "feed 1, every_minutes: "),
        (["[[feed]]", 'address = "https://a.example.org/"'] * 2, "is there twice"),
        (['contact = "a\\nb"', "[[feed]]", 'address = "https://a.example.org/"'], "contact: "),
        (["[[feed"], "is no TOML"),
    ],
)
def test_mistakes_in_the_file_are_told(tmp_path, lines, told):
    with pytest.raises(UsageError, match=r"feeds\.toml") as raised:
        read_subscriptions(feeds_file(tmp_path, *lines))
    assert told in raised.value.message


def test_the_state_is_plain_json(world, site):
    world.watch(site.put("/feed", rss([]), ETag='"a"')).round()
    (path,) = (world.store / FOLDER).iterdir()
    assert json.loads(path.read_text())["etag"] == '"a"'


@pytest.mark.slow
def test_a_watch_that_is_killed_loses_and_doubles_nothing(site, tmp_path):
    """Killed at whatever moment, again and again, until a round goes through."""
    numbers = range(40)
    for number in numbers:
        site.put(f"/{number}", page(number))
    site.put("/feed", rss(item(f"{site.address}/{n}", f"Crossing {n}") for n in numbers), ETag='"a"')
    feeds = feeds_file(tmp_path, "delay_seconds = 0", "[[feed]]", f'address = "{site.address}/feed"')
    command = [sys.executable, "-c", MAIN, "watch", str(tmp_path / "store"), str(feeds), "--own-network", "--once"]
    # From before the first request to after the first commit.
    for pages in (0, 1, 10, 30):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        while process.poll() is None and len(set(site.paths())) <= pages:
            site.wait_for_request(0.05)
        process.kill()
        process.wait()
    for _ in range(2):
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    store = open_store(tmp_path / "store")
    found = store.sql("SELECT title, count(*) FROM report_versions GROUP BY title").fetchall()
    assert sorted(found) == sorted((f"Crossing {n}", 1) for n in numbers)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_watch_ends_when_it_is_asked_to(site, tmp_path, number):
    site.put("/feed", rss([item(site.address + "/1", "Crossing 1", text(1, 12))]))
    feeds = feeds_file(tmp_path, "delay_seconds = 0", "[[feed]]", f'address = "{site.address}/feed"')
    command = [sys.executable, "-c", MAIN, "watch", str(tmp_path / "store"), str(feeds), "--own-network"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert "1 feeds: 1 read; 1 coded" in process.stderr.readline()
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""
