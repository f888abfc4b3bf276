"""M13 Reform as a broken promise: yet another national reform relabels those who had promised.

Stable systems absorb reform and churn makes it costly: what is felt depends on how settled the leaders at both ends
are, and what the institutions stood for is lost with what the leaders stood for.
"""

from sim.entities import DIRECTIONS
from sim.ops import Number
from sim.rules import Rule, declare, last, now

MECHANISM = "M13"

REFORMED = {"icb", "icp", "place"}
"""Kinds of organisation that a reform of integrated care systems relabels."""


def _upheaval(kind: str) -> Rule:
    """The rule by which a kind of tie feels a reform."""

    def upheaval(
        reformed: Number,
        source: Number,
        target: Number,
        *,
        reform_size: Number,
        stake_reform: Number,
        reform_absorbed: Number,
    ) -> Number:
        """Stake x size of the reform x (1 - what settled leaders at both ends absorb of it)."""
        return stake_reform * reform_size * reformed * (1.0 - reform_absorbed / 2.0 * (source + target))

    return Rule(
        name=f"upheaval_{kind.replace('>', '_to_')}",
        mechanism=MECHANISM,
        phase="promises",
        of=kind,
        writes=("upheaval",),
        reads={
            "reformed": now("reform", of="icb"),
            "source": last("leader_settled", of="source"),
            "target": last("leader_settled", of="target"),
        },
        parameters=("reform_size", "stake_reform", "reform_absorbed"),
        function=upheaval,
    )


for _kind in DIRECTIONS:
    if REFORMED & set(_kind.split(">")):
        declare(_upheaval(_kind))
