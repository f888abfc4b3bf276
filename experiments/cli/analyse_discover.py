"""``tiers analyse discover``: when a case of interest comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.cli import analyse_options as options
from experiments.cli.analyse_options import Answer, figure, interval
from experiments.cli.checks import Whole
from experiments.words import percent

if TYPE_CHECKING:
    from experiments.analysis.boxes import Points
    from experiments.analysis.cart import Cart
    from experiments.analysis.estimates import Estimate
    from experiments.analysis.prim import Prim


def discover(
    results: options.Results,
    case: Annotated[
        str,
        typer.Option(
            "--case",
            metavar="EXPRESSION",
            help="What is of interest, for example 'maximum-delegation worse than centrist on waits_18_weeks and "
            "trust_icb_councils < 0.4'.",
        ),
    ],
    box: Annotated[
        int | None,
        typer.Option(
            "--box",
            metavar="N",
            help="Which box of the peeling to tell; 0 holds all points.",
            show_default="the best balance of coverage and density",
            parser=Whole("--box", 0, 100_000),
        ),
    ] = None,
    system: options.System = None,
    timeline: options.Timeline = None,
    policy: options.Policy = None,
    drawn: options.Figure = None,
    output: options.Output = None,
    force: options.Force = False,
) -> None:
    """When does it fail? Finds boxes of what was varied in which a case of interest is common, and tells them in words.

    PRIM peels thin slices off until the case fills the box; a small tree (CART) tells the same by questions. Coverage
    is the share of the case that lies inside, density the share inside that is the case.

    A case is an expression on outcomes and on what was varied: comparisons (< <= > >= = !=), arithmetic, and, or, not,
    and POLICY worse than POLICY on OUTCOME [by NUMBER]. OUTCOME[POLICY] is the outcome under a policy; where a case
    names policies, a bare outcome is that of the first.
    """
    from experiments.analysis.boxes import points
    from experiments.analysis.cart import cart
    from experiments.analysis.prim import prim

    options.check(drawn, output, force)
    runs = options.read(results)
    read = runs.case(case, "--case")
    rows = runs.chosen(system=system, timeline=timeline, policy=policy)
    found = points(rows, read, runs.varied, runs.design)
    peeled, tree = prim(found, box), cart(found)
    options.give([_box(read.text, found, peeled), _tree(found, tree)], drawn, output)


def _box(case: str, found: Points, peeled: Prim) -> Answer:
    import polars as pl

    from experiments.analysis.boxes import limited, told
    from experiments.analysis.figures import discovery as figures
    from experiments.analysis.labels import label

    worth, names = peeled.worth, [found.names[d] for d in peeled.box]
    labels = {name: label(name) for name in found.names}
    numbers = [
        ("prim", step, s.coverage, s.density, s.mass, len(s.box), told(s.box, found))
        for step, s in enumerate(peeled.steps)
    ]
    dropped = ", ".join(found.names[d] for d in peeled.dropped)
    return Answer(
        f"When does it come about that {case}?",
        [
            f"In {percent(float(found.y.mean()))} of {len(found.y):,} points, replicates averaged"
            + (
                f"; {found.left_out:,} are left out, where a run failed, has no value or is still to come."
                if found.left_out
                else "."
            ),
            f"Most where {told(peeled.box, found, labels)}." if peeled.box else "No limit tells where.",
            f"That box (step {peeled.picked} of {len(peeled.steps) - 1}) holds {worth.count:,} points. Coverage "
            f"{_share(worth.coverage)}, density {_share(worth.density)}.",
            f"Among points that it was not chosen by: coverage {_share(peeled.unseen_coverage)}, density "
            f"{_share(peeled.unseen_density)}.",
            f"Limits on {dropped} were dropped: chance does as well." if dropped else "",
        ],
        [peeled.warning],
        ["Limit", "Where", "Quasi-p", "Limited when points are drawn anew"],
        [
            [
                options.called(name),
                limited(peeled.box[d], found.choices[d]),
                figure(peeled.quasi_p[d], 2) if peeled.quasi_p[d] >= 0.001 else "below 0.001",
                percent(peeled.again[d]),
            ]
            for name, d in zip(names, peeled.box, strict=True)
        ],
        pl.DataFrame(numbers, schema=["method", "step", "coverage", "density", "mass", "limited", "box"], orient="row"),
        lambda: (
            {"Coverage against density": figures.peeling_figure(peeled)}
            | ({"The box": figures.box_figure(peeled, found)} if peeled.box else {})
            | ({"Points": drawn} if (drawn := figures.points_figure(peeled, found)) is not None else {})
        ),
    )


def _tree(found: Points, tree: Cart) -> Answer:
    import polars as pl

    from experiments.analysis.boxes import told
    from experiments.analysis.figures import discovery as figures
    from experiments.analysis.labels import label

    labels = {name: label(name) for name in found.names}
    numbers = [
        ("cart", number, leaf.worth.coverage.value, leaf.worth.density.value, leaf.worth.mass, told(leaf.box, found))
        for number, leaf in enumerate(tree.leaves)
    ]
    return Answer(
        "The same as a tree of questions",
        ["Grown on half of the points; figures are counted on the other half."],
        [tree.warning],
        ["Leaf", "Density", "95 % interval", "Coverage", "Points"],
        [
            [
                told(leaf.box, found, labels),
                percent(leaf.worth.density.value),
                interval(leaf.worth.density.low, leaf.worth.density.high, 2),
                percent(leaf.worth.coverage.value),
                f"{leaf.worth.count:,}",
            ]
            for leaf in tree.leaves
        ],
        pl.DataFrame(numbers, schema=["method", "leaf", "coverage", "density", "mass", "box"], orient="row"),
        lambda: {"Tree": figures.leaves_figure(tree, found)},
    )


def _share(one: Estimate) -> str:
    """A share with its interval."""
    return f"{percent(one.value)} ({percent(one.low)} to {percent(one.high)})"
