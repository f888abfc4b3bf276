"""Rules across the figures of a system: shares that must sum, nobody left out, amounts that fit the people.

Each rule reads the values that could be read and notes what does not fit; a rule keeps quiet about a part in which
a problem was already found, so that one mistake is reported once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from experiments.config.check import Check, Values
from experiments.config.spec import words

CLOSE = 0.002
"""How far rounded shares may be from their sum."""

Rule = Callable[[Values, Check], None]


def check_system(values: Values, check: Check) -> None:
    """Apply every rule."""
    for rule in RULES:
        rule(values, check)


def _shares(records: Mapping[str, Values], field: str) -> dict[str, dict[str, float]]:
    """Share by community and then by organisation."""
    by_community: dict[str, dict[str, float]] = {}
    for code, record in records.items():
        for community, share in record.get(field, {}).items():
            by_community.setdefault(community, {})[code] = share
    return by_community


def _parts(shares: Mapping[str, float]) -> str:
    return " + ".join(f"{code} {share:g}" for code, share in shares.items() if share > 0)


def _sound(check: Check, table: str, records: Iterable[str], field: str) -> bool:
    """Whether the shares of a table can be summed: nothing wrong with them or with its list of ids."""
    return check.sound("communities", *(f"{table}.{code}.{field}" for code in records))


def _covered(values: Values, check: Check, table: str, records: Mapping[str, Values], one: str, many: str) -> None:
    """Every community is shared out fully; every organisation has a community."""
    if not records or not _sound(check, table, records, "communities"):
        return
    by_community = _shares(records, "communities")
    for community, record in values.get("communities", {}).items():
        shares = by_community.get(community, {})
        total = sum(shares.values())
        name = record.get("name", community)
        if total <= 0:
            check.note(
                f"communities.{community}", f"{name} is in no {one} of '{table}'", allowed=f"one {one} or several"
            )
        elif abs(total - 1) > CLOSE:
            what = f"the shares of {name} over the {many} sum to {total:g} ({_parts(shares)})"
            check.note(f"{table}.{next(iter(shares))}.communities.{community}", what, allowed="a sum of 1")
    for code, record in records.items():
        if sum(record.get("communities", {}).values()) <= 0:
            name = record.get("name", code)
            check.note(
                f"{table}.{code}.communities", f"{name} has no community", allowed="a share above 0 of one or more"
            )


def _councils(values: Values, check: Check) -> None:
    _covered(values, check, "councils", values.get("councils", {}), "council", "councils")


def _places(values: Values, check: Check) -> None:
    for footprint, places in values.get("footprints", {}).items():
        _covered(values, check, f"footprints.{footprint}", places, "place", "places")


def _patients(values: Values, check: Check) -> None:
    """A trust has patients, and not more than all of them."""
    for code, trust in values.get("acute_trusts", {}).items():
        name, key = trust.get("name", code), f"acute_trusts.{code}.catchment"
        if not check.sound(key):
            continue
        total = sum(trust.get("catchment", {}).values())
        if total <= 0:
            check.note(key, f"{name} has no patients in the system", allowed="a share above 0 for some community")
        elif total > 1 + CLOSE:
            what = f"the shares of the patients of {name} sum to {total:g}"
            check.note(key, what, allowed="at most 1; the rest comes from outside")


def _both_ways(values: Values, check: Check) -> None:
    """A trust gives care to the communities its patients come from, and to no other."""
    for code, trust in values.get("acute_trusts", {}).items():
        key = f"acute_trusts.{code}"
        if not check.sound(f"{key}.catchment", f"{key}.residents"):
            continue
        catchment, residents = trust.get("catchment", {}), trust.get("residents", {})
        if sum(catchment.values()) <= 0:
            continue
        for community in {**catchment, **residents}:
            comes, given = catchment.get(community, 0) > 0, residents.get(community, 0) > 0
            if comes != given:
                what = f"{community} has a share in {'catchment' if comes else 'residents'} but none in the other"
                missing = f"{key}.{'residents' if comes else 'catchment'}"
                check.note(missing, what, allowed="a share above 0 in both, or in neither")


def _care(values: Values, check: Check) -> None:
    """No community gets more than all of its care, and each gets some hospital care."""
    for table, field, least in (("acute_trusts", "residents", True), ("community_trusts", "communities", False)):
        trusts = values.get(table, {})
        if not trusts or not _sound(check, table, trusts, field):
            continue
        by_community = _shares(trusts, field)
        for community, record in values.get("communities", {}).items():
            shares = by_community.get(community, {})
            total, name = sum(shares.values()), record.get("name", community)
            if total > 1 + CLOSE:
                what = f"the shares of the care of {name} sum to {total:g} ({_parts(shares)})"
                key = f"{table}.{next(iter(shares))}.{field}.{community}"
                check.note(key, what, allowed="at most 1; the rest is given by others")
            elif least and total <= 0:
                what = f"no trust of the system gives hospital care to {name}"
                check.note(f"communities.{community}", what, allowed="a share above 0 at one trust or more")
        for code, trust in trusts.items():
            if field == "communities" and sum(trust.get(field, {}).values()) <= 0:
                name = trust.get("name", code)
                check.note(
                    f"{table}.{code}.{field}", f"{name} has no patients", allowed="a share above 0 of one or more"
                )


def _one_name(values: Values, check: Check) -> None:
    """No two entries of a table share a name, and no two trusts an id."""
    tables = {name: values.get(name, {}) for name in ("communities", "councils", "acute_trusts", "community_trusts")}
    tables |= {f"footprints.{name}": places for name, places in values.get("footprints", {}).items()}
    for table, records in tables.items():
        first: dict[str, str] = {}
        for code, record in records.items():
            name = record.get("name", code).casefold()
            if name in first and "name" in record:
                check.note(
                    f"{table}.{code}.name",
                    f"'{record['name']}' is also the name of {first[name]}",
                    allowed="one name each",
                )
            first.setdefault(name, code)
    for code in tables["community_trusts"]:
        if code in tables["acute_trusts"]:
            check.note(f"community_trusts.{code}", f"'{code}' is also the id of an acute trust", allowed="one id each")


def _seats(values: Values, check: Check) -> None:
    seats = values.get("board", {}).get("seats", {})
    if seats and check.sound("board.seats") and sum(seats.values()) < 3:
        check.note("board.seats", f"the board has {sum(seats.values()):g} seats", allowed="3 or more")


@dataclass(frozen=True)
class Ratio:
    """Two figures that must fit each other; outside the bounds a unit is probably wrong."""

    top: tuple[str, ...]
    bottom: str
    low: float
    high: float
    times: float
    words: str


RATIOS = (
    Ratio(("board", "allocation"), "people", 1_000, 5_000, 1e6, "GBP a resident"),
    Ratio(("board", "running_cost"), "people", 4, 60, 1e6, "GBP a resident"),
    Ratio(("planned_care", "waiting_list"), "people", 0.02, 0.5, 1, "pathways a resident"),
    Ratio(("planned_care", "clock_starts"), "people", 0.005, 0.15, 1, "pathways a resident a month"),
    Ratio(("planned_care", "completed"), "people", 0.004, 0.15, 1, "pathways a resident a month"),
    Ratio(("councils", "*", "adult_social_care"), "council people", 150, 1_500, 1e6, "GBP a resident"),
    Ratio(("councils", "*", "public_health_grant"), "council people", 20, 300, 1e6, "GBP a resident"),
    Ratio(("councils", "*", "other_services"), "council people", 200, 5_000, 1e6, "GBP a resident"),
    Ratio(("acute_trusts", "*", "income"), "beds", 0.15, 6, 1, "GBP million a bed"),
)


def _ratios(values: Values, check: Check) -> None:
    communities = values.get("communities", {})
    if not check.sound("communities"):
        return
    people = {code: float(record.get("population", 0)) for code, record in communities.items()}
    for ratio in RATIOS:
        for key, record, amount in _amounts(values, ratio.top):
            if ratio.bottom == "people":
                size = sum(people.values())
            elif ratio.bottom == "beds":
                size = record.get("beds", 0)
            else:
                size = sum(share * people.get(code, 0) for code, share in record.get("communities", {}).items())
            if size <= 0:
                continue
            found = amount * ratio.times / size
            if not ratio.low <= found <= ratio.high:
                what = f"{words(amount)} comes to {words(found)} {ratio.words}, which suggests a wrong unit"
                least, most = (words(bound * size / ratio.times) for bound in (ratio.low, ratio.high))
                bounds = f"{words(ratio.low)} to {words(ratio.high)} {ratio.words}"
                check.note(key, what, allowed=f"{least} to {most} ({bounds})")


def _amounts(values: Values, path: tuple[str, ...]) -> list[tuple[str, Values, float]]:
    """Each figure that a path names (``*`` for every id), with its key and the record it stands in."""
    table, field = path[0], path[-1]
    records: Mapping[str, Any] = values.get(table, {}) if "*" in path else {"": values.get(table, {})}
    return [
        (".".join(part for part in (table, code, field) if part), record, record[field])
        for code, record in records.items()
        if field in record
    ]


RULES: tuple[Rule, ...] = (_councils, _places, _patients, _both_ways, _care, _one_name, _seats, _ratios)
