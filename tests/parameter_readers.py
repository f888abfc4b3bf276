"""Which mechanisms read a parameter, by the declarations of their rules."""

from collections import defaultdict
from collections.abc import Iterable

from experiments.config import load_system
from sim.rules import ByChoice, Read, Rule
from sim.state import PARAMETER
from sim.structure import BLOCS, SERVICES, build
from sim.wiring import parameters_of, resolve

BUILT = {"footprint": {"M6", "M7"}}
"""Read where the system is built, before any rule: which places there are."""
STRUCTURE = build(load_system("west-yorkshire").system)


def readers(rules: Iterable[Rule]) -> dict[str, set[str]]:
    """The mechanisms that read each parameter: as argument, from a table, as a branch, or as the start of a state."""
    found: dict[str, set[str]] = defaultdict(set, {name: set(mechanisms) for name, mechanisms in BUILT.items()})
    for rule in rules:
        for name in (*parameters_of(rule), *rule.only):
            found[name].add(rule.mechanism)
        for source in rule.reads.values():
            if isinstance(source, ByChoice):
                found[source.lever].add(rule.mechanism)
            elif isinstance(source, Read):
                state = resolve(STRUCTURE, rule, source).state
                if state.start == PARAMETER:
                    members = {"service": SERVICES, "bloc": BLOCS}[state.kind]
                    for member in members:
                        found[f"{state.name}_{member}"].add(rule.mechanism)
    return found
