"""What one would regret least: ranks under every criterion, and trade-offs."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from experiments.analysis.estimates import Estimate
from experiments.analysis.figures.look import COLOURS, INK, LINE, SYMBOLS, plain, wrapped
from experiments.analysis.robustness import Robustness, Standing
from experiments.analysis.tradeoff import Tradeoff
from experiments.analysis.views import Views


def ranks_figure(found: Robustness, names: Mapping[str, str] | None = None) -> go.Figure:
    """A cell for each policy and criterion with its rank and the interval of the rank."""
    return _ranks(found.standings, found.policies, names or {})


def views_figures(found: Views) -> dict[str, go.Figure]:
    """For each criterion, a cell for each policy and each of those who rank them."""
    return {f"Ranks by {name}": _ranks(ranked, found.policies, {}) for name, ranked in found.standings.items()}


def _ranks(
    standings: Mapping[str, Mapping[str, Standing]], policies: Sequence[str], names: Mapping[str, str]
) -> go.Figure:
    criteria = list(standings)
    order = sorted(policies, key=lambda p: sum(standings[c][p].rank for c in criteria))
    worst = len(order)
    figure = plain(44 * len(order) + 130, legend=False)
    figure.add_trace(
        go.Heatmap(
            z=[[standings[c][p].rank for c in criteria] for p in order],
            x=list(range(len(criteria))),
            y=list(range(len(order))),
            text=[[_cell(standings[c][p]) for c in criteria] for p in order],
            texttemplate="%{text}",
            textfont={"size": 13, "color": INK},
            customdata=[[f"{standings[c][p].score.value:.4g}" for c in criteria] for p in order],
            hovertemplate="%{customdata}<extra></extra>",
            colorscale=[[0, "#8fbbe0"], [0.5, "#eef1f4"], [1, "#f0c49b"]],
            zmin=1,
            zmax=max(worst, 2),
            showscale=False,
            xgap=3,
            ygap=3,
        )
    )
    figure.update_xaxes(
        tickvals=list(range(len(criteria))),
        ticktext=[wrapped(name, 11, 4) for name in criteria],
        side="top",
        showgrid=False,
        tickfont={"color": INK},
        tickangle=0,
    )
    figure.update_yaxes(
        tickvals=list(range(len(order))),
        ticktext=[wrapped(names.get(p, p), 26) for p in order],
        autorange="reversed",
        showgrid=False,
        tickfont={"color": INK},
    )
    return figure


def _cell(one: Standing) -> str:
    """A rank, with its interval where it has one."""
    return f"{one.rank} ({one.rank_low}-{one.rank_high})" if one.rank_low != one.rank_high else f"{one.rank}"


def tradeoff_figure(found: Tradeoff, names: Mapping[str, str] | None = None, x: int = 0, y: int = 1) -> go.Figure:
    """Policies on two outcomes, each with its intervals; those that nobody beats are filled and joined by a line."""
    names = names or {}
    figure = plain(480, _axis(found, x), _axis(found, y))
    front = sorted(found.undominated, key=lambda p: found.levels[p][x].value)
    if len(found.labels) == 2:
        figure.add_trace(
            go.Scatter(
                x=[found.levels[p][x].value for p in front],
                y=[found.levels[p][y].value for p in front],
                mode="lines",
                line={"color": LINE, "width": 1.5, "dash": "dot"},
                name="nobody beats these on both",
                hoverinfo="skip",
            )
        )
    for number, (policy, levels) in enumerate(found.levels.items()):
        colour = COLOURS[number % len(COLOURS)]
        figure.add_trace(
            go.Scatter(
                x=[levels[x].value],
                y=[levels[y].value],
                mode="markers",
                name=html.escape(names.get(policy, policy), quote=False),
                marker={
                    "size": 12,
                    "symbol": SYMBOLS[number % len(SYMBOLS)],
                    "color": colour if policy in found.undominated else "#ffffff",
                    "line": {"width": 2, "color": colour},
                },
                error_x=_error(levels[x], colour),
                error_y=_error(levels[y], colour),
                hovertemplate="%{x:.4~g}, %{y:.4~g}",
            )
        )
    figure.update_layout(legend={"orientation": "v", "x": 1.02, "y": 1, "yanchor": "top"}, margin={"t": 16})
    return figure


def _axis(found: Tradeoff, at: int) -> str:
    return f"{found.labels[at]}: {found.units[at]} ({found.better[at]} is better)"


def _error(one: Estimate, colour: str) -> dict[str, object]:
    return {
        "type": "data",
        "symmetric": False,
        "array": [one.high - one.value],
        "arrayminus": [one.value - one.low],
        "color": colour,
        "thickness": 1.2,
        "width": 3,
    }
