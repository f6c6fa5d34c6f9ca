"""Fetching: politely, from checked addresses, and never more or longer than was asked for."""

from __future__ import annotations

import gzip
import shutil
import socket
import subprocess
import time
import zlib

import brotli
import pytest

from toecap.errors import FetchError
from toecap.read.addresses import own_addresses, public_addresses
from toecap.read.fetch import Fetcher, Manners

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
MOST = 200_000


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_900_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def fetcher(clock):
    manners = Manners(agent="Toecap/9 (+mailto:a@example.org)", seconds=5, most_bytes=MOST, addresses=own_addresses)
    return Fetcher(manners, clock, clock.sleep)


def hasty(clock, seconds=0.3):
    return Fetcher(Manners(seconds=seconds, most_bytes=MOST, addresses=own_addresses), clock, clock.sleep)


def code_of(fetcher, address):
    with pytest.raises(FetchError) as raised:
        fetcher.fetch(address)
    assert raised.value.stage == "fetch"
    return raised.value.code


def test_content_comes_with_what_its_head_tells(site, fetcher):
    address = site.put("/a", "<p>é</p>".encode("latin-1"), "Text/HTML; charset=latin-1", Last_Modified="then")
    found = fetcher.fetch(address + "#part")
    assert (found.content, found.charset, found.media_type) == (b"<p>\xe9</p>", "latin-1", "text/html")
    assert (found.address, found.modified, found.moved) == (address, "then", None)
    assert site.asked[-1][1]["User-Agent"] == "Toecap/9 (+mailto:a@example.org)"


def test_what_has_not_changed_is_not_sent_again(site, fetcher):
    address = site.put("/a", "x", ETag='"1"')
    first = fetcher.fetch(address)
    again = fetcher.fetch(address, first.etag, "yesterday")
    assert (first.content, again.content, again.etag) == (b"x", None, '"1"')
    assert site.asked[-1][1]["If-Modified-Since"] == "yesterday"


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("br", lambda raw: brotli.compress(raw, quality=1)), ("deflate", zlib.compress)],
)
def test_packed_content_is_unpacked_and_a_bomb_is_not(site, fetcher, coding, pack):
    assert fetcher.fetch(site.put("/a", pack(b"words"), Content_Encoding=coding)).content == b"words"
    bomb = pack(bytes(50_000_000))
    assert len(bomb) < MOST
    assert code_of(fetcher, site.put("/bomb", bomb, Content_Encoding=coding)) == "too-long"


@pytest.mark.parametrize("coding", ["zstd", "gzip, gzip", "x" * 100])
def test_what_was_not_asked_for_is_not_unpacked(site, fetcher, coding):
    assert code_of(fetcher, site.put("/a", gzip.compress(b"x"), Content_Encoding=coding)) == "coding"


def test_damaged_packing(site, fetcher):
    assert code_of(fetcher, site.put("/a", b"no gzip", Content_Encoding="gzip")) == "connection"


def test_an_endless_answer_ends(site, fetcher):
    address = site.drip("/a", b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 60_000, 0)
    assert code_of(fetcher, address) == "too-long"


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"x"),
        (b"", b""),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["content", "head", "silence", "chunks"],
)
def test_a_server_that_drips_is_left_at_the_deadline(site, clock, head, piece):
    site.put("/robots.txt", "")
    address = site.drip("/a", head, piece, 0.02)
    start = time.monotonic()
    assert code_of(hasty(clock), address) == "timeout"
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffffff\r\n",
        b"HTTP/1.1 9999 What\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
        b"220 mail.example.org ESMTP\r\n",
        b"\0" * 1000,
        b"",
    ],
)
def test_answers_that_are_no_http(site, fetcher, raw):
    site.answers["/a"] = lambda handler: handler.wfile.write(raw)
    assert code_of(fetcher, site.address + "/a") == "connection"


def test_more_than_was_announced_is_not_read(site, fetcher):
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nshort and more"
    site.answers["/a"] = lambda handler: handler.wfile.write(raw)
    assert fetcher.fetch(site.address + "/a").content == b"short"


def test_redirects_are_followed_and_counted(site, fetcher):
    site.put("/end", "x")
    for here, there in (("/1", "/2"), ("/2", "/3"), ("/3", "/4"), ("/4", "/5"), ("/5", "/end")):
        site.put(here, "", status=301, Location=there)
    found = fetcher.fetch(site.address + "/1")
    assert (found.content, found.address, found.moved) == (b"x", site.address + "/end", site.address + "/end")
    site.put("/0", "", status=302, Location="/1")
    assert code_of(fetcher, site.address + "/0") == "redirects"


def test_only_a_redirect_for_good_moves_a_feed(site, fetcher):
    site.put("/end", "x")
    site.put("/b", "", status=302, Location="/end")
    site.put("/a", "", status=308, Location="/b")
    assert fetcher.fetch(site.address + "/a").moved == site.address + "/b"


@pytest.mark.parametrize(
    "there",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://example.org/a",
        "http://[::1",
        "http://a:b@example.org/",
    ],
)
def test_redirects_out_of_the_web_are_refused(site, fetcher, there):
    site.put("/a", "", status=302, Location=there)
    assert code_of(fetcher, site.address + "/a") == "no-address"


@pytest.mark.parametrize("there", ["http://127.0.0.1:1/", "http://169.254.169.254/latest/meta-data", "http://[::1]/"])
def test_redirects_into_a_network_are_refused(site, clock, there):
    """The local server stands in for a public one: only its own address passes, the redirect's is checked as always."""

    def addresses(host, port):
        return ["127.0.0.1"] if host == "public.example.org" else public_addresses(host, port)

    fetcher = Fetcher(Manners(addresses=addresses), clock, clock.sleep)
    site.put("/a", "", status=302, Location=there)
    port = site.address.rpartition(":")[2]
    assert code_of(fetcher, f"http://public.example.org:{port}/a") == "address-refused"
    assert site.paths() == ["/a"]


def test_this_machine_is_refused(site, clock):
    fetcher = Fetcher(Manners(), clock, clock.sleep)
    assert code_of(fetcher, site.put("/a", "x")) == "address-refused"
    assert site.asked == []


def test_the_name_is_resolved_once_and_the_connection_goes_there(site, clock, monkeypatch):
    """What resolves the name a second time could get another answer."""
    asked = []
    real = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        asked.append(host)
        return real(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    manners = Manners(addresses=lambda host, port: asked.append(f"checked {host}") or ["127.0.0.1"])
    port = site.address.rpartition(":")[2]
    site.put("/a", "x")
    site.put("/robots.txt", "")
    Fetcher(manners, clock, clock.sleep).fetch(f"http://tarn.example.org:{port}/a")
    assert {name for name in asked if "example" in name} == {"checked tarn.example.org"}
    assert len([name for name in asked if "checked" in name]) == len(site.asked) == 2


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_is_held_against_the_name_and_not_against_the_address(site, clock, tmp_path, monkeypatch):
    names = ["-subj", "/CN=tarn.example.org", "-addext", "subjectAltName=DNS:tarn.example.org"]
    files = ["-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(command, check=True, capture_output=True)
    site.serve_tls(tmp_path / "cert.pem", tmp_path / "key.pem")
    site.put("/a", "x")
    port = site.address.rpartition(":")[2]
    manners = Manners(delay=0, seconds=5, addresses=lambda host, port: ["127.0.0.1"])
    stranger = Fetcher(manners, clock, clock.sleep)
    assert code_of(stranger, f"https://tarn.example.org:{port}/a") == "connection"
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    fetcher = Fetcher(manners, clock, clock.sleep)
    assert fetcher.fetch(f"https://tarn.example.org:{port}/a").content == b"x"
    assert code_of(fetcher, f"https://dale.example.org:{port}/a") == "connection"


def test_proxies_of_the_environment_are_not_used(site, fetcher, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert fetcher.fetch(site.put("/a", "x")).content == b"x"


def test_a_host_is_asked_at_its_pace(site, fetcher, clock):
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7")
    for path in ("/a", "/b", "/c"):
        fetcher.fetch(site.put(path, "x"))
    assert clock.slept == [2.0, 7.0, 7.0]


def test_robots_keep_us_out(site, fetcher):
    site.put("/robots.txt", "User-agent: Toecap\nDisallow: /closed\nUser-agent: *\nDisallow: /")
    assert fetcher.fetch(site.put("/open", "x")).content == b"x"
    assert code_of(fetcher, site.put("/closed/a", "x")) == "robots"
    site.put("/sly", "", status=302, Location="/closed/a")
    assert code_of(fetcher, site.address + "/sly") == "robots"
    assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_robots_that_do_not_come_close_a_site_for_a_while(site, fetcher, clock):
    site.put("/robots.txt", "", status=500)
    address = site.put("/a", "x")
    assert code_of(fetcher, address) == "http-500"
    site.put("/robots.txt", "")
    assert code_of(fetcher, address) == "http-500"
    clock.now += 601
    assert fetcher.fetch(address).content == b"x"


@pytest.mark.parametrize(
    "content", ["\0" * 1000, "x" * 400_000, "Disallow: " + "*a" * 50_000 + "$", "User-agent\n:::\n"]
)
def test_odd_robots_close_nothing(site, fetcher, content):
    site.put("/robots.txt", content)
    assert fetcher.fetch(site.put("/a", "x")).content == b"x"


@pytest.mark.parametrize(
    ("status", "after", "wait"),
    [
        (429, "30", 30),
        (503, "Sat, 17 Mar 2040 17:46:40 GMT", 86_400),
        (429, "soon", 120),
        (429, "999999999", 86_400),
        (503, "Sat, 17 Mar 2001 17:46:40 GMT", 0),
    ],
)
def test_a_busy_server_says_when_to_come_again(site, fetcher, status, after, wait):
    address = site.put("/a", "", status=status, Retry_After=after)
    with pytest.raises(FetchError) as raised:
        fetcher.fetch(address)
    assert (raised.value.code, raised.value.passing, raised.value.wait) == ("busy", True, wait)


def test_a_host_that_wants_to_be_left_alone_is(site, fetcher, clock):
    site.put("/robots.txt", "")
    site.put("/busy", "", status=429, Retry_After="3600")
    other = site.put("/other", "x")
    assert code_of(fetcher, site.address + "/busy") == "busy"
    assert code_of(fetcher, other) == "busy"
    assert site.paths() == ["/busy"]
    clock.now += 3601
    assert fetcher.fetch(other).content == b"x"


@pytest.mark.parametrize(("status", "passing"), [(404, False), (410, False), (403, False), (500, True), (304, False)])
def test_other_answers(site, fetcher, status, passing):
    with pytest.raises(FetchError) as raised:
        fetcher.fetch(site.put("/a", "", status=status))
    assert (raised.value.code, raised.value.passing) == (f"http-{status}", passing)


def test_a_dead_host(clock):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert code_of(hasty(clock), f"http://127.0.0.1:{port}/a") == "connection"
