"""Serve the dashboard with Waitress; where a certificate is given, behind TLS."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
import webbrowser
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from typing import Any

from flask import Flask
from waitress.server import create_server

from experiments.dashboard import case
from experiments.dashboard.app import FIRST, SECOND, build
from experiments.dashboard.case import Case, Choice
from experiments.dashboard.errands import Errands
from experiments.dashboard.guard import BODY
from experiments.dashboard.settings import Settings
from experiments.ensemble import Queue, Superseded
from experiments.problems import BadInput

THREADS = 48
"""Requests at a time: each screen that waits for an answer holds one for a few seconds."""
CONNECTIONS = 400
"""At a time. Without TLS a further one waits until another ends; behind TLS it is closed at once."""
CHUNK = 65536


def serve(settings: Settings, ready: Callable[[str], None], browse: bool = True) -> None:
    """Serve until interrupted; ``ready`` is told the address. ``BadInput`` where the settings would not be safe."""
    settings.check()
    case.shipped(settings.system)
    queue, errands = Queue(settings.workers), Errands()
    try:
        app = build(settings, queue, errands)
        warm(queue, settings.system)
        with listening(app, settings) as server:
            ready(settings.address)
            if browse:
                webbrowser.open(settings.address)
            server.run()
    finally:
        queue.close()
        errands.close()


@contextlib.contextmanager
def listening(app: Flask, settings: Settings) -> Iterator[Any]:
    """A server at its address, or behind TLS at one of its own; it answers once it is told to ``run``."""
    host, port = (settings.host, settings.port) if not settings.secure else ("127.0.0.1", 0)
    with contextlib.ExitStack() as open_until:
        try:
            server = create_server(
                app,
                host=host,
                port=port,
                threads=THREADS,
                connection_limit=CONNECTIONS + 8,  # which counts the server's own sockets
                max_request_body_size=BODY,
                channel_timeout=60,
                ident=None,
                url_scheme="https" if settings.secure else "http",
            )
            open_until.callback(server.close)
            if settings.secure:
                open_until.enter_context(_tls(settings, server.effective_port))
        except OSError as error:
            what = f"cannot listen on {settings.host}:{settings.port}: {error.strerror or error}"
            raise BadInput.single(what, "--port", allowed="a port that is free, such as 8051") from None
        yield server


def warm(queue: Queue, system: str) -> None:
    """Work out what the first page will show, so that it need not wait."""
    question = Case(system, Choice(FIRST), Choice(SECOND)).question(case.shipped)
    queue.ask("warm", question)

    def wait() -> None:
        with contextlib.suppress(Superseded):
            while queue.answer("warm", question, after=50, patience=5.0) is None:
                pass
        queue.leave("warm")

    threading.Thread(target=wait, daemon=True).start()


@contextlib.contextmanager
def _tls(settings: Settings, inner: int) -> Iterator[None]:
    """Take TLS connections at the outer address and pass what they say on to the server on the loopback address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(str(settings.cert), str(settings.key))
    except (ssl.SSLError, OSError) as error:
        raise BadInput.single(f"the certificate or its key cannot be used: {error}", "--cert, --key") from None
    room = asyncio.Semaphore(CONNECTIONS)

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if room.locked():
            writer.close()
            return
        async with room:
            try:
                there, back = await asyncio.open_connection("127.0.0.1", inner)
            except OSError:
                writer.close()
                return
            try:
                await asyncio.gather(_pass(reader, back), _pass(there, writer))
            except asyncio.CancelledError:  # the dashboard ends, and this with it: Python 3.11 would print it if raised
                for end in (writer, back):
                    end.transport.abort()

    opened: Future[Callable[[], object]] = Future()

    async def relay() -> None:
        over = asyncio.Event()
        try:
            outer = await asyncio.start_server(
                connected, settings.host, settings.port, ssl=context, ssl_handshake_timeout=10
            )
        except Exception as error:  # whatever it is, who waits is told
            opened.set_exception(error)
            return
        opened.set_result(partial(asyncio.get_running_loop().call_soon_threadsafe, over.set))
        await over.wait()
        outer.close()

    # Its loop lives in a thread from first to last: the caller's thread may have a running loop of its own.
    thread = threading.Thread(target=lambda: asyncio.run(relay()), name="tiers-tls", daemon=True)
    thread.start()
    end = opened.result()
    try:
        yield
    finally:
        end()
        thread.join()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on all that comes, until one side hangs up."""
    with contextlib.suppress(OSError, ssl.SSLError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    with contextlib.suppress(OSError, ssl.SSLError):
        writer.close()
