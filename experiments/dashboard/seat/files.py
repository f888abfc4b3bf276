"""Games as files: what is downloaded, and what is uploaded, with its system found before it is played again."""

from __future__ import annotations

import base64
import json
from typing import Any

from experiments.config.folders import files
from experiments.dashboard import saved
from experiments.dashboard.case import OWN, shipped
from experiments.dashboard.seat.jobs import Open
from experiments.dashboard.seat.tables import Table
from experiments.dashboard.sessions import Session
from experiments.game.file import SCHEMA, SYSTEM
from experiments.problems import BadInput

ALLOWED = "a file that 'Save the game' wrote"


def as_download(text: str, name: str) -> dict[str, Any]:
    """A text for the page to save."""
    return {"content": base64.b64encode(text.encode()).decode(), "filename": name, "base64": True}


def opened(of: Session, contents: str) -> Table:
    """A table on which a saved game is about to be played again; ``BadInput`` where its file is unsound.

    What it says of its system is checked here and held for the session; everything else when it is played.
    """
    try:
        text = base64.b64decode(contents.partition(",")[2], validate=True).decode("utf-8")
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadInput.single("this is no saved game: it is not JSON", "file", ALLOWED) from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise BadInput.single("this is no saved game, or one of another version", "file", ALLOWED)
    name, described = data.get("system"), data.get("described", "")
    if not isinstance(name, str) or not isinstance(described, str) or len(described) > SYSTEM:
        raise BadInput.single("the system in it is no text, or too long", "file", ALLOWED)
    if described and name.startswith(OWN):
        name = data["system"] = of.held(described) or of.keep(saved.described(described, name), described)
        return Table(None, described, Open(json.dumps(data), of.system(name).system))
    if name not in files("system"):
        raise BadInput.single(f"there is no system called '{name[:80]}'", "file", ALLOWED)
    return Table(None, "", Open(text, shipped(name).system))
