"""Systems whose parts are all alike, and what stays when names and orders change."""

from __future__ import annotations

import re
from dataclasses import replace

from sim.structure import BLOCS
from sim.system import AcuteTrust, Board, Community, CommunityTrust, Council, Place, PlannedCare, Region, System


def symmetric_system(many: int, *, shared_hospitals: bool) -> System:
    """``many`` equal communities, each with a place, a council and trusts of its own, or with all trusts shared."""
    cells = range(many)
    ids = [f"cell-{i}" for i in cells]

    def served(i: int) -> dict[str, float]:
        return dict.fromkeys(ids, 1.0 / many) if shared_hospitals else {ids[i]: 1.0}

    return System(
        id="symmetric",
        name="Symmetric",
        region=Region("somewhere", "Somewhere", 5.0),
        board=Board("QZZ", "NHS Symmetric ICB", 600.0 * many, 5.0 * many, -0.03, dict.fromkeys(BLOCS, 2.0)),
        communities=tuple(Community(i, i, 250_000.0, 0.18, 24.0, 9.0) for i in ids),
        councils=tuple(
            Council(f"council-{i}", f"Council {i}", {ids[i]: 1.0}, 1.0, 120.0, 20.0, 180.0, 30.0, False) for i in cells
        ),
        footprints={
            "council": tuple(Place(f"place-{i}", f"Place {i}", {ids[i]: 1.0}, 1.0, 0.5) for i in cells),
        },
        acute_trusts=tuple(
            AcuteTrust(
                id=f"acute-{i}",
                name=f"Acute {i}",
                catchment={c: 0.9 * share for c, share in served(i).items()},
                residents=served(i),
                beds=600.0,
                occupancy=0.93,
                delayed_share=0.14,
                within_four_hours=0.68,
                income=420.0,
                foundation=True,
                teaching=False,
            )
            for i in cells
        ),
        community_trusts=tuple(
            CommunityTrust(f"mhc-{i}", f"MHC {i}", "mental_health_community", served(i), 150.0, True) for i in cells
        ),
        planned_care=PlannedCare(30_000.0 * many, 8_000.0 * many, 7_000.0 * many),
    )


def without_number(entity_id: str) -> str:
    """The id that all equal entities share: ``place:place-3>icb:QZZ`` becomes ``place:place>icb:QZZ``."""
    return re.sub(r"-\d+(?=[:>]|$)", "", entity_id)


def renamed(system: System) -> System:
    """The same system under other names; ids stay."""

    def anew(named: tuple) -> tuple:
        return tuple(replace(x, name=f"Renamed {k}") for k, x in enumerate(named))

    return replace(
        system,
        name="Renamed",
        region=replace(system.region, name="Renamed"),
        board=replace(system.board, name="Renamed"),
        communities=anew(system.communities),
        councils=anew(system.councils),
        footprints={name: anew(places) for name, places in system.footprints.items()},
        acute_trusts=anew(system.acute_trusts),
        community_trusts=anew(system.community_trusts),
    )


def reordered(system: System) -> System:
    """The same system with everything listed in the opposite order, down to the shares of an organisation."""

    def backwards(listed: tuple, *fields: str) -> tuple:
        return tuple(
            replace(x, **{field: dict(reversed(getattr(x, field).items())) for field in fields})
            for x in reversed(listed)
        )

    return replace(
        system,
        board=replace(system.board, seats=dict(reversed(system.board.seats.items()))),
        communities=backwards(system.communities),
        councils=backwards(system.councils, "communities"),
        footprints={
            name: backwards(places, "communities") for name, places in reversed(list(system.footprints.items()))
        },
        acute_trusts=backwards(system.acute_trusts, "catchment", "residents"),
        community_trusts=backwards(system.community_trusts, "communities"),
    )
