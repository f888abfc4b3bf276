"""The dashboard behind TLS, really served: with a certificate and a key that are made here and thrown away."""

import asyncio
import contextlib
import http.client
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import trustme
from flask import Flask
from served import free_port, running

from experiments.dashboard import serve
from experiments.dashboard.guard import COOKIE, Guard
from experiments.dashboard.serve import listening
from experiments.dashboard.settings import Settings
from experiments.problems import BadInput

PATIENT = 60
"""Seconds: a busy machine may take that long to answer."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a certificate, made for this run, of an authority that only ``connected`` trusts."""
    folder = tmp_path_factory.mktemp("tls")
    cert, key, authority = (folder / name for name in ("cert.pem", "key.pem", "authority.pem"))
    ca = trustme.CA()
    issued = ca.issue_cert("localhost")
    ca.cert_pem.write_to_path(str(authority))
    issued.private_key_pem.write_to_path(str(key))
    for part in issued.cert_chain_pems:
        part.write_to_path(str(cert), append=True)
    return Settings(port=free_port(), cert=cert, key=key)


def app(settings: Settings) -> Flask:
    server = Flask("encrypted")
    server.add_url_rule("/", "index", lambda: "here")
    Guard(server, settings)
    return server


@pytest.fixture(scope="module")
def served(made: Settings) -> Iterator[Settings]:
    with running(app(made), made):
        yield made


def connected(settings: Settings) -> http.client.HTTPSConnection:
    """A browser that trusts the certificate."""
    assert settings.cert is not None
    trusting = ssl.create_default_context(cafile=str(settings.cert.with_name("authority.pem")))
    return http.client.HTTPSConnection("localhost", settings.port, timeout=PATIENT, context=trusting)


def asked(connection: http.client.HTTPSConnection) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request("GET", "/")
    reply = connection.getresponse()
    return reply, reply.read()


def test_https_answers_whoever_trusts_the_certificate_and_marks_its_cookie(served: Settings) -> None:
    connection = connected(served)
    reply, said = asked(connection)
    assert (reply.status, said) == (200, b"here")
    cookie = reply.headers["Set-Cookie"]
    assert cookie.startswith(f"{served.cookie(COOKIE)}=")
    assert {"Secure", "HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    assert "Strict-Transport-Security" in reply.headers
    connection.close()


def test_connections_beyond_the_cap_are_closed(made: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "CONNECTIONS", 2)
    settings = Settings(port=free_port(), cert=made.cert, key=made.key)
    with running(app(settings), settings), contextlib.ExitStack() as open_until:
        for _ in range(2):
            _, said = asked(open_until.enter_context(contextlib.closing(connected(settings))))
            assert said == b"here"
        outside = open_until.enter_context(contextlib.closing(connected(settings)))
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError, ssl.SSLError)):
            asked(outside)


def test_it_ends_without_a_word_while_a_browser_is_connected(made: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(port=free_port(), cert=made.cert, key=made.key)
    with contextlib.closing(connected(settings)) as browser:
        with running(app(settings), settings):
            _, said = asked(browser)
            assert said == b"here"
        with pytest.raises((http.client.HTTPException, OSError)):
            asked(browser)
    assert caplog.text == ""


def test_it_is_served_where_a_loop_runs_already(made: Settings) -> None:
    settings = Settings(port=free_port(), cert=made.cert, key=made.key)

    async def within() -> tuple[http.client.HTTPResponse, bytes]:
        with running(app(settings), settings), contextlib.closing(connected(settings)) as browser:
            return await asyncio.to_thread(asked, browser)

    with ThreadPoolExecutor(1) as elsewhere:  # a browser's driver may have a loop running here
        assert elsewhere.submit(lambda: asyncio.run(within())).result()[1] == b"here"


def test_a_port_that_is_taken_is_refused_in_a_sentence(served: Settings) -> None:
    with pytest.raises(BadInput, match="cannot listen on"), listening(app(served), served):
        pass


def test_http_is_not_answered(served: Settings) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENT) as plain:
        plain.sendall(f"GET / HTTP/1.1\r\nHost: localhost:{served.port}\r\n\r\n".encode())
        try:
            said = plain.recv(4096)
        except ConnectionError:
            said = b""
    assert b"HTTP/" not in said


def test_a_key_that_does_not_fit_is_refused_in_a_sentence(made: Settings, tmp_path: Path) -> None:
    other = tmp_path / "key.pem"
    other.write_text("no key")
    with (
        pytest.raises(BadInput, match="the certificate or its key cannot be used"),
        listening(app(made), Settings(port=free_port(), cert=made.cert, key=other)),
    ):
        pass
