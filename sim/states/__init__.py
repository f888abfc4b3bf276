"""Every state, in one table for each kind of entity; ``sim.state`` reads them."""

from collections.abc import Mapping

from sim.states import centre, council, decisions, people, place, system, ties, trusts

TABLES: Mapping[str, str] = {
    kind: table
    for module in (centre, system, people, place, council, trusts, decisions, ties)
    for kind, table in module.TABLE.items()
}
"""By kind of entity: one line for each of its states."""

__all__ = ["TABLES"]
