"""``tiers weigh``: which policy is preferred by somebody who says how much each outcome counts, and when that flips."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.cli import names, options, screen
from experiments.cli.checks import ENGINES, default_workers, one_of
from experiments.config import Weighting
from experiments.problems import BadInput, nearest_name

if TYPE_CHECKING:
    from experiments.weighing import Subject, Weighed

OWN = "your weights"
WHAT = "What to weigh"


def weigh(
    first: Annotated[str | None, options.policy("[POLICY_A]", "The first policy")] = None,
    second: Annotated[
        str | None, options.policy("[POLICY_B]", "The second policy, with which the first is compared.")
    ] = None,
    system: Annotated[str | None, options.system()] = None,
    results: Annotated[
        Path | None,
        typer.Option(
            "--results",
            metavar="FOLDER",
            help="Weigh the stored results of 'tiers compare'; nothing is run again.",
        ),
    ] = None,
    weights: Annotated[
        str | None,
        typer.Option(
            "--weights",
            metavar="NAME",
            help="How much each outcome counts: a name ('tiers list weights') or a YAML file.",
            autocompletion=names.complete_weighting,
            rich_help_panel=WHAT,
        ),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            "--weight",
            metavar="NAME=NUMBER",
            help="How much one outcome counts, 0 or more; may be given several times; changes or adds to --weights.",
            rich_help_panel=WHAT,
        ),
    ] = None,
    want: Annotated[
        list[str] | None,
        typer.Option(
            "--want",
            metavar="NAME=WAY",
            help="'higher' or 'lower', for an outcome of which neither way is better in itself.",
            rich_help_panel=WHAT,
        ),
    ] = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all",
            help="Say of every other outcome, too, at which weight it would flip the answer.",
            rich_help_panel=WHAT,
        ),
    ] = False,
    futures: Annotated[
        int | None, options.futures("How many uncertain futures both policies meet.", shown="500")
    ] = None,
    years: Annotated[int | None, options.years(shown="10")] = None,
    seed: Annotated[int | None, options.seed(shown="1")] = None,
    timeline: Annotated[str | None, options.timeline(shown="steady")] = None,
    workers: options.Workers = None,
    block: options.Block = None,
    engine: options.Engine = "numpy",
    as_json: options.Json = False,
) -> None:
    """Weigh two policies: which is preferred when some outcomes count more than others, and what would flip that.

    Differences are counted in the smallest difference that matters, so that outcomes can be added; the weights are
    yours. For each outcome it says at which weight the answer flips, all other weights staying as they are.
    """
    one_of(engine, ENGINES, "--engine", "engine")
    weighting = chosen(weights, weight, want)
    given = {
        "POLICY_A": first,
        "--system": system,
        "--futures": futures,
        "--years": years,
        "--seed": seed,
        "--timeline": timeline,
    }
    from experiments import weighing

    if results is not None:
        said = [name for name, value in given.items() if value is not None]
        if said:
            raise BadInput.single(
                "the stored results say what was run, so nothing else can be asked for",
                where=said[0],
                allowed="--results alone, or two policies and --system",
            )
        about, found = stored(results)
    else:
        needed = {"POLICY_A": first, "POLICY_B": second, "--system": system}
        missing = [name for name, value in needed.items() if value is None]
        if first is None or second is None or system is None:
            raise BadInput.single(
                f"nothing to weigh: {' and '.join(missing)} not given",
                where="tiers weigh",
                allowed="two policies and --system, or --results FOLDER",
            )
        about, found = run(
            first,
            second,
            system,
            weighting,
            timeline or "steady",
            {"futures": futures or 500, "years": years or 10, "seed": 1 if seed is None else seed},
            {"workers": workers or default_workers(), "block": block, "engine": engine},
        )
    weighed = weighing.weigh(weighting, found, every)
    if as_json:
        typer.echo(json.dumps(plain(about, weighting, weighed), ensure_ascii=False, indent=1))
        return
    from experiments.cli.weighed import show

    show(screen.output(), about, weighting, weighed)


def chosen(weights: str | None, weight: Sequence[str] | None, want: Sequence[str] | None) -> Weighting:
    """The weighting of a file, changed or added to by single weights; ``BadInput`` when none is given."""
    if weights is None and not weight:
        raise BadInput.single(
            "no weights were given",
            where="--weights",
            allowed="--weights with a name ('tiers list weights') or a YAML file, or --weight NAME=NUMBER",
        )
    base = names.weighting(weights) if weights is not None else Weighting("own", OWN, "", {})
    single = _pairs(weight or (), "--weight", "NAME=NUMBER, such as healthy_life_years=2")
    wanted = _pairs(want or (), "--want", "NAME=higher or NAME=lower")
    for name, way in wanted.items():
        if way not in ("higher", "lower"):
            raise BadInput.single(
                f"'{way[:40]}' is no way for '{name}' to go",
                where="--want",
                allowed="higher, lower",
                nearest=nearest_name(way, ("higher", "lower")),
            )
    return replace(
        base,
        name=base.name if not (single or wanted) or weights is None else f"{base.name}, changed",
        weights={**base.weights, **{name: _number(name, text) for name, text in single.items()}},
        wanted={**base.wanted, **wanted},
        where={**base.where, **dict.fromkeys(wanted, "--want"), **dict.fromkeys(single, "--weight")},
    )


def _pairs(texts: Sequence[str], option: str, allowed: str) -> dict[str, str]:
    """What was given as NAME=VALUE, each name once."""
    found: dict[str, str] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise BadInput.single(f"'{text[:60]}' cannot be read", where=option, allowed=allowed)
        if name in found:
            raise BadInput.single(f"'{name[:60]}' is given twice", where=option, allowed="each name once")
        found[name] = value
    return found


def _number(name: str, text: str) -> float:
    from experiments.config.schema import MOST_WEIGHT

    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0.0 <= value <= MOST_WEIGHT:
        raise BadInput.single(
            f"'{text[:40]}' cannot be the weight of '{name[:60]}'",
            where="--weight",
            allowed=f"a number from 0 to {MOST_WEIGHT:,.0f}",
        )
    return value


def stored(folder: Path) -> tuple[dict[str, Any], dict[str, Subject]]:
    """What a stored comparison was about, and the values it holds."""
    from experiments import store, weighing

    kept = store.read(folder)
    configuration = kept.configuration
    about = {key: configuration[key] for key in ("futures", "years", "seed")}
    about |= {key: configuration[key]["name"] for key in ("system", "first", "second")}
    happens = configuration.get("timeline", {})
    return about | {"timeline": happens.get("name", ""), "events": bool(happens.get("events"))}, weighing.subjects(kept)


def run(
    first: str,
    second: str,
    system: str,
    weighting: Weighting,
    timeline: str,
    size: Mapping[str, Any],
    how: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Subject]]:
    """Run both policies; the weighting is checked before anything runs."""
    loaded = names.system(system)
    one, other = names.policy(first, "POLICY_A"), names.policy(second, "POLICY_B")
    scheduled = names.timeline(timeline)

    from experiments import weighing
    from experiments.compare import Design
    from experiments.record import entities
    from sim.outcomes import CATALOGUE

    whom = entities(loaded.system, one, other)
    known = weighing.columns((o, whom[o.kind]) for o in CATALOGUE if o.kind in whom)
    weighing.check(weighting, known)
    result = options.run_comparison(Design(loaded.system, one, other, timeline=scheduled, series="none", **size, **how))
    at = {name: whom[outcome.kind].index(who) for name, (outcome, who) in known.items()}
    sides = result.outcomes["first"], result.outcomes["second"]
    found = {
        name: weighing.Subject(outcome, who, *(side[outcome.name][at[name]] for side in sides))
        for name, (outcome, who) in known.items()
    }
    about = {"system": loaded.system.name, "first": one.name, "second": other.name, **size}
    return about | {"timeline": scheduled.name, "events": bool(scheduled.events)}, found


def plain(about: Mapping[str, Any], weighting: Weighting, weighed: Weighed) -> dict[str, Any]:
    """The answer as data; what is not finite is null, or 'no upper end' as null in a stretch of weights."""
    weights = {"id": weighting.id, "name": weighting.name, "weights": dict(weighting.weights)}
    return {**about, "weighting": weights, **_finite(asdict(weighed))}


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
