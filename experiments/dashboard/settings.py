"""How the dashboard is served: to whom, under which names, with which protection."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.problems import BadInput

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
SHORTEST = 8
"""Letters of a password at least."""


@dataclass(frozen=True)
class Settings:
    """What `tiers dashboard` was asked for."""

    host: str = "127.0.0.1"
    port: int = 8050
    password: str | None = None
    cert: Path | None = None
    key: Path | None = None
    insecure_http: bool = False
    names: Sequence[str] = ()
    """Further names under which browsers may reach the machine."""
    system: str = "west-yorkshire"
    workers: int = 2
    results: Path = Path("results")
    """Where stored sweeps lie that the page may read."""

    @property
    def loopback(self) -> bool:
        """Whether only this machine can connect."""
        return self.host in ("localhost", "127.0.0.1", "::1")

    @property
    def secure(self) -> bool:
        """Whether the connection is encrypted."""
        return self.cert is not None

    @property
    def address(self) -> str:
        """Where the dashboard is, for people to type."""
        host = reachable()[0] if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return f"{'https' if self.secure else 'http'}://{_in_address(host)}:{self.port}"

    def cookie(self, what: str) -> str:
        """What a cookie is called: browsers send those of one host name to all of its ports."""
        return f"tiers-{what}-{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser may say in its Host header."""
        names = [*LOOPBACK, *self.names]
        if not self.loopback:
            names += reachable() if self.host in ("0.0.0.0", "::") else [self.host]  # noqa: S104
        default = 443 if self.secure else 80
        names = [_in_address(name.lower()) for name in names]
        found = {f"{name}:{self.port}" for name in names}
        return frozenset(found | (set(names) if self.port == default else set()))

    def check(self) -> None:
        """``BadInput`` where others could connect and nothing would protect them."""
        if not 1 <= self.port <= 65535:
            raise BadInput.single(f"{self.port} is no port", "--port", "1 to 65535")
        if (self.cert is None) != (self.key is None):
            raise BadInput.single("a certificate and its key belong together", "--cert, --key", "both, or neither")
        for option, path in (("--cert", self.cert), ("--key", self.key)):
            if path is not None and not path.is_file():
                raise BadInput.single(f"there is no file '{path}'", option)
        if self.loopback:
            return
        if self.password is None:
            raise BadInput.single("others could connect, and no password is set", "--host", "a password")
        if len(self.password) < SHORTEST:
            raise BadInput.single("the password is too short", "password", f"{SHORTEST} letters or more")
        if not (self.secure or self.insecure_http):
            what = f"on '{self.host}' passwords and answers would travel unencrypted"
            raise BadInput.single(what, "--host", "--cert and --key, or --insecure-http on a network that you trust")


def _in_address(host: str) -> str:
    """A name or number as it stands in an address: one with colons in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def reachable() -> list[str]:
    """Addresses and names under which other machines may know this one, the most useful first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: it only asks which way a packet would go
            found.append(probe.getsockname()[0])
        except OSError:
            pass
    name = socket.gethostname()
    return list(dict.fromkeys([*found, name, f"{name}.local"]))
