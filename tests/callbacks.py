"""What a part of the page asks of the server, as Dash asks it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask.testing import FlaskClient

ORIGIN = {"Origin": "http://localhost:8050", "Host": "localhost:8050"}


def dependencies(page: FlaskClient) -> list[Any]:
    """Every call that is answered by the server."""
    everything = page.get("/_dash-dependencies", headers=ORIGIN).get_json()
    return [one for one in everything if one["clientside_function"] is None]


def call(
    page: FlaskClient, wanted: Any, given: Mapping[str, Any], alike: Mapping[str, Sequence[str]] = {}, by: str = ""
) -> Any:
    """What the server answers to one of them; ``alike``: names of parts that are called alike but for a name.

    ``by`` is the part that changed, of several the first unless told.
    """

    def values(of: str) -> list[Any]:
        return [_each(one["id"], one["property"], alike, value=given.get(one["id"])) for one in wanted[of]]

    parts = [part.rpartition(".") for part in wanted["output"].strip(".").split("...")]
    outputs = [_each(name, prop.partition("@")[0], alike) for name, _, prop in parts]
    first = next((one for one in wanted["inputs"] if one["id"] == by), wanted["inputs"][0])
    body = {
        "output": wanted["output"],
        "outputs": outputs if wanted["output"].startswith("..") else outputs[0],
        "inputs": values("inputs"),
        "state": values("state"),
        "changedPropIds": [f"{_named(first['id'], alike)}.{first['property']}"],
    }
    return page.post("/_dash-update-component", json=body, headers=ORIGIN)


def _each(name: str, prop: str, alike: Mapping[str, Sequence[str]], **more: Any) -> Any:
    if not name.startswith("{"):
        return {"id": name, "property": prop, **more}
    identity = json.loads(name)
    (kind, which) = next(iter(identity.items()))
    if which != ["ALL"]:
        return {"id": identity, "property": prop, **more}
    return [{"id": {kind: one}, "property": prop, **more} for one in alike[kind]]


def _named(name: str, alike: Mapping[str, Sequence[str]]) -> str:
    """The part that changed: of several alike, the first."""
    if not name.startswith("{"):
        return name
    (kind,) = json.loads(name)
    return json.dumps({kind: alike[kind][0]}, separators=(",", ":"))
