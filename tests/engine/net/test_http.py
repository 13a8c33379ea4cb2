"""The one way out, against real servers on the loopback."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from kentongan.engine.net.http import FetchError, FetchProblem, Response, check_target, fetch, post_json

pytestmark = pytest.mark.loopback

Handler = Callable[[socket.socket, str], None]


class Server:
    """A server of raw bytes: each path has a function that writes whatever it likes into the socket."""

    def __init__(self) -> None:
        self.routes: dict[str, Handler] = {}
        self.requests: list[str] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client:
            try:
                request = b""
                while b"\r\n\r\n" not in request:
                    part = client.recv(65536)
                    if not part:
                        return
                    request += part
                text = request.decode("latin-1")
                self.requests.append(text)
                path = text.split(" ", 2)[1]
                self.routes.get(path, reply(404, b"no"))(client, text)
            except OSError:
                return

    def close(self) -> None:
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits in accept
        self._listener.close()

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def reply(status: int = 200, body: bytes = b"", **headers: str) -> Handler:
    def answer(client: socket.socket, _: str) -> None:
        lines = [f"HTTP/1.1 {status} X", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
        if "Content_Length" not in headers:
            lines.append(f"Content-Length: {len(body)}")
        client.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return answer


def endless(*, head: bytes, drop: bytes, pause: float = 0.0) -> Handler:
    def answer(client: socket.socket, _: str) -> None:
        client.sendall(head)
        while True:
            client.sendall(drop)
            threading.Event().wait(pause)

    return answer


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


def get(server: Server, path: str = "/", **changes: object) -> Response:
    settings: dict[str, object] = {
        "user_agent": "Kentongan test",
        "max_bytes": 1_000_000,
        "timeout_s": 5.0,
        "allow_private": {f"127.0.0.1:{server.port}"},
    }
    return fetch(server.url(path), **(settings | changes))  # type: ignore[arg-type]


def problem(server: Server, path: str = "/", **changes: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        get(server, path, **changes)
    return caught.value


def test_brings_content_headers_and_validators(server: Server) -> None:
    server.routes["/feed"] = reply(
        body=b"<rss/>", Content_Type="text/xml", ETag='"a1"', Last_Modified="Wed, 09 Oct 2024 08:00:00 GMT"
    )
    response = get(server, "/feed")
    assert (response.status, response.content, response.content_type) == (200, b"<rss/>", "text/xml")
    assert (response.etag, response.last_modified) == ('"a1"', "Wed, 09 Oct 2024 08:00:00 GMT")
    assert response.final_url == server.url("/feed")
    assert not response.not_modified
    assert not response.moved
    assert f"Host: 127.0.0.1:{server.port}\r\n" in server.requests[0]
    assert "User-Agent: Kentongan test\r\n" in server.requests[0]


def test_asks_only_for_what_is_new(server: Server) -> None:
    server.routes["/feed"] = reply(304)
    response = get(server, "/feed", etag='"a1"\r\nX-Evil: 1', last_modified="Wed, 09 Oct 2024 08:00:00 GMT")
    assert response.not_modified
    assert response.content == b""
    assert 'If-None-Match: "a1"X-Evil: 1\r\n' in server.requests[0]
    assert "If-Modified-Since: Wed, 09 Oct 2024 08:00:00 GMT\r\n" in server.requests[0]


@pytest.mark.parametrize(
    ("status", "permanent"), [(404, True), (410, True), (403, True), (429, False), (500, False), (503, False)]
)
def test_says_whether_an_error_will_pass(server: Server, status: int, permanent: bool) -> None:
    server.routes["/"] = reply(status, Retry_After="120")
    error = problem(server)
    assert (error.problem, error.status, error.permanent, error.retry_after) == (
        FetchProblem.HTTP_STATUS,
        status,
        permanent,
        120,
    )


def test_refuses_private_addresses(server: Server) -> None:
    error = problem(server, allow_private=())
    assert (error.problem, error.permanent) == (FetchProblem.REFUSED_ADDRESS, True)
    assert server.requests == []


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://10.0.0.1/", FetchProblem.REFUSED_ADDRESS),
        ("http://[::1]/", FetchProblem.REFUSED_ADDRESS),
        ("http://[fe80::1%25eth0]/", FetchProblem.REFUSED_ADDRESS),
        ("https://api.localhost/", FetchProblem.REFUSED_ADDRESS),
        ("http://9.9.9.9:25/", FetchProblem.REFUSED_ADDRESS),
        ("file:///etc/passwd", FetchProblem.BAD_URL),
        ("http://a b.example/", FetchProblem.BAD_URL),
    ],
)
def test_refuses_at_entry_what_an_address_says_of_itself(url: str, problem: FetchProblem) -> None:
    with pytest.raises(FetchError) as refused:
        check_target(url)
    assert refused.value.problem is problem


def test_lets_names_and_opened_places_in_at_entry() -> None:
    check_target("https://nowhere.invalid/rss")
    check_target("http://9.9.9.9/rss")
    check_target("http://127.0.0.1:9/rss", allow_private={"127.0.0.1:9"})


def test_opens_networks_and_hosts_by_name(server: Server) -> None:
    server.routes["/"] = reply(body=b"ok")
    assert get(server, allow_private={"127.0.0.0/8"}).content == b"ok"
    assert get(server, allow_private={"127.0.0.1"}).content == b"ok"
    assert problem(server, allow_private={"127.0.0.1:1"}).problem is FetchProblem.REFUSED_ADDRESS


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://2130706433:81/",
        "http://169.254.169.254/latest",
    ],
)
def test_refuses_a_redirect_into_a_private_network(server: Server, target: str) -> None:
    server.routes["/"] = reply(302, Location=target)
    assert problem(server).problem is FetchProblem.REFUSED_ADDRESS


@pytest.mark.parametrize(
    "target",
    ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "http://user:secret@example.org/", "http://:80/"],
)
def test_refuses_a_redirect_to_anything_but_the_web(server: Server, target: str) -> None:
    server.routes["/"] = reply(302, Location=target)
    assert problem(server).problem is FetchProblem.BAD_URL


def test_follows_redirects_and_says_when_they_last(server: Server) -> None:
    server.routes |= {
        "/old": reply(301, Location="/mid"),
        "/mid": reply(308, Location="new?a=1#top"),
        "/new?a=1": reply(body=b"here"),
    }
    response = get(server, "/old")
    assert (response.content, response.final_url, response.moved) == (b"here", server.url("/new?a=1"), True)
    server.routes["/mid"] = reply(302, Location="new?a=1")
    assert get(server, "/old").moved is False


def test_follows_a_redirect_in_raw_utf8(server: Server) -> None:
    def answer(client: socket.socket, _: str) -> None:
        client.sendall("HTTP/1.1 302 X\r\nLocation: /berita/jum’at\r\nContent-Length: 0\r\n\r\n".encode())

    server.routes |= {"/": answer, "/berita/jum%E2%80%99at": reply(body=b"ok")}
    assert get(server).content == b"ok"


def test_gives_up_on_a_circle(server: Server) -> None:
    server.routes["/"] = reply(302, Location="/")
    assert problem(server).problem is FetchProblem.TOO_MANY_REDIRECTS
    assert len(server.requests) == 6


def test_stops_at_the_size_announced_and_at_the_size_sent(server: Server) -> None:
    server.routes["/announced"] = reply(body=b"x" * 10, Content_Length="2000000")
    server.routes["/sent"] = endless(head=b"HTTP/1.1 200 X\r\n\r\n", drop=b"x" * 65536)
    for path in ("/announced", "/sent"):
        error = problem(server, path)
        assert (error.problem, error.permanent) == (FetchProblem.TOO_BIG, True)


def test_takes_exactly_the_size_allowed(server: Server) -> None:
    server.routes["/"] = reply(body=b"x" * 1000)
    assert len(get(server, max_bytes=1000).content) == 1000
    assert problem(server, max_bytes=999).problem is FetchProblem.TOO_BIG


@pytest.mark.parametrize("layers", [1, 3])
def test_stops_a_gzip_bomb(server: Server, layers: int) -> None:
    bomb = b"\0" * 50_000_000
    for _ in range(layers):
        bomb = gzip.compress(bomb, 6)
    server.routes["/"] = reply(body=bomb, Content_Encoding=", ".join(["gzip"] * layers))
    assert problem(server, max_bytes=100_000).problem is FetchProblem.TOO_BIG


def test_unpacks_what_is_packed(server: Server) -> None:
    body = b"Kabar pagi, Nusantara. " * 5000
    server.routes["/"] = reply(body=gzip.compress(body), Content_Encoding="gzip")
    assert get(server).content == body
    server.routes["/"] = reply(body=b"not gzip at all", Content_Encoding="gzip")
    assert problem(server).problem is FetchProblem.CONNECTION


def test_reads_chunks(server: Server) -> None:
    server.routes["/"] = endless_chunks(b"5\r\nkabar\r\n6\r\n pagi!\r\n0\r\n\r\n")
    assert get(server).content == b"kabar pagi!"


def endless_chunks(body: bytes) -> Handler:
    def answer(client: socket.socket, _: str) -> None:
        client.sendall(b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n" + body)

    return answer


@pytest.mark.parametrize(
    ("head", "drop"),
    [
        (b"HTTP/1.1 200 X\r\nContent-Length: 900000\r\n\r\n", b"x"),
        (b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
        (b"HTTP/1.1 200 X\r\nX-Long: ", b"x"),
        (b"", b"H"),
        (b"HTTP/1.1 200 X\r\n", b""),
    ],
    ids=["slow body", "slow chunks", "slow header", "slow status line", "silence"],
)
def test_keeps_the_total_time(server: Server, head: bytes, drop: bytes) -> None:
    server.routes["/"] = endless(head=head, drop=drop, pause=0.01)
    started = time.monotonic()
    error = problem(server, timeout_s=0.15)
    assert (error.problem, error.permanent) == (FetchProblem.TIMEOUT, False)
    assert time.monotonic() - started < 2


def test_tells_an_answer_that_was_cut_off(server: Server) -> None:
    server.routes["/"] = reply(body=b"only this", Content_Length="500")
    assert problem(server).problem is FetchProblem.CONNECTION
    server.routes["/"] = endless_chunks(b"ff\r\nkabar")
    assert problem(server).problem is FetchProblem.CONNECTION


def test_ignores_what_follows_the_announced_length(server: Server) -> None:
    server.routes["/"] = reply(body=b"kabar pagi", Content_Length="5")
    assert get(server).content == b"kabar"


@pytest.mark.parametrize(
    "garbage", [b"", b"\x00\xff\x00\xff\r\n\r\n", b"HTTP/1.1 banana X\r\n\r\n", b"SSH-2.0-OpenSSH_9\r\n"]
)
def test_tells_what_is_no_http(server: Server, garbage: bytes) -> None:
    server.routes["/"] = lambda client, _: client.sendall(garbage)
    assert problem(server).problem is FetchProblem.CONNECTION


def test_tells_that_nobody_listens(server: Server) -> None:
    server.close()
    error = problem(server)
    assert error.problem in {FetchProblem.CONNECTION, FetchProblem.TIMEOUT}
    assert not error.permanent


def test_tells_that_tls_fails(server: Server) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(
            server.url().replace("http:", "https:"),
            user_agent="t",
            max_bytes=10,
            timeout_s=0.3,
            allow_private={"127.0.0.1"},
        )
    assert caught.value.problem in {FetchProblem.TLS, FetchProblem.TIMEOUT, FetchProblem.CONNECTION}


def test_a_post_carries_its_body_and_its_headers_once(server: Server) -> None:
    bodies: list[bytes] = []

    def take(client: socket.socket, text: str) -> None:
        head, _gap, rest = text.partition("\r\n\r\n")
        length = int(
            next(line.split(":")[1] for line in head.splitlines() if line.lower().startswith("content-length"))
        )
        body = rest.encode("latin-1")
        while len(body) < length:
            body += client.recv(65536)
        bodies.append(body)
        client.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    server.routes["/hook"] = take
    answer = post_json(
        f"http://127.0.0.1:{server.port}/hook",
        b'{"a":1}',
        headers={"X-Sign": "abc"},
        user_agent="Kentongan/test",
        max_bytes=1000,
        timeout_s=5,
        allow_private={f"127.0.0.1:{server.port}"},
    )

    assert (answer.status, bodies) == (204, [b'{"a":1}'])
    assert server.requests[0].startswith("POST /hook HTTP/1.1")
    assert "X-Sign: abc" in server.requests[0]
    assert "Content-Type: application/json" in server.requests[0]


def test_a_post_follows_no_redirect_and_enters_no_private_network(server: Server) -> None:
    options = {"headers": {}, "user_agent": "Kentongan/test", "max_bytes": 1000, "timeout_s": 5}
    server.routes["/hook"] = lambda client, _text: client.sendall(
        b"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    )
    url = f"http://127.0.0.1:{server.port}/hook"
    with pytest.raises(FetchError) as redirected:
        post_json(url, b"{}", **options, allow_private={f"127.0.0.1:{server.port}"})
    with pytest.raises(FetchError) as private:
        post_json(url, b"{}", **options)

    assert (redirected.value.problem, redirected.value.permanent) == (FetchProblem.HTTP_STATUS, True)
    assert private.value.problem == FetchProblem.REFUSED_ADDRESS
