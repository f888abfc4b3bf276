"""All 42 integrated care systems of England: each can be read, adds up, can be built on every footprint, and runs."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from experiments.config import LoadedSystem, list_systems, load_policy, load_system
from experiments.config.schema import BLOCS, QUALITIES
from sim.batch import simulate
from sim.futures import draw_futures
from sim.structure import build
from sim.system import Shares, System

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = tuple(listed.id for listed in list_systems())
BY_HAND = (
    "black-country",
    "dorset",
    "greater-manchester",
    "kent-and-medway",
    "leicester-leicestershire-and-rutland",
    "nottingham-and-nottinghamshire",
    "south-east-london",
    "south-yorkshire",
    "suffolk-and-north-east-essex",
    "west-yorkshire",
)
PRIVATE = re.compile(r"/work\b|\.\./shared|\.csv\b|/tmp\b")


@cache
def loaded(name: str) -> LoadedSystem:
    return load_system(name)


def system(name: str) -> System:
    return loaded(name).system


def people(found: System) -> float:
    return sum(c.population for c in found.communities)


def total(rows: list[Shares], community: str) -> float:
    return sum(row.get(community, 0.0) for row in rows)


def place(name: str, code: str, footprint: str = "council") -> Shares:
    return next(p.communities for p in system(name).footprints[footprint] if p.id == code)


def council(name: str, code: str) -> Shares:
    return next(c.communities for c in system(name).councils if c.id == code)


# England -------------------------------------------------------------------------------------------------------------


def test_england_has_42_systems() -> None:
    assert len(SYSTEMS) == 42
    assert set(BY_HAND) < set(SYSTEMS)
    assert all(system(name).id == name for name in SYSTEMS)
    assert len({system(name).board.id for name in SYSTEMS}) == 42
    assert len({system(name).name for name in SYSTEMS}) == 42


def test_regions_look_after_the_systems_that_name_them() -> None:
    regions = Counter(system(name).region.id for name in SYSTEMS)
    assert len(regions) == 7
    assert all(regions[system(name).region.id] == system(name).region.systems for name in SYSTEMS)


def test_the_systems_together_are_england() -> None:
    all_systems = [system(name) for name in SYSTEMS]
    assert sum(map(people, all_systems)) == pytest.approx(56.49e6, rel=0.002)
    assert sum(s.board.allocation for s in all_systems) == pytest.approx(127_200, rel=0.005)
    assert sum(t.beds for s in all_systems for t in s.acute_trusts) == pytest.approx(99_000, rel=0.03)
    assert sum(s.planned_care.waiting_list for s in all_systems) == pytest.approx(7.58e6, rel=0.02)
    assert sum(c.adult_social_care for s in all_systems for c in s.councils) == pytest.approx(29_400, rel=0.03)
    acute = Counter(t.id for s in all_systems for t in s.acute_trusts)
    assert max(acute.values()) == 1


def test_every_council_is_whole_over_the_systems_that_share_it() -> None:
    """Parts too small for the council to be a partner are left out: at most a twentieth of a council."""
    inside: Counter[str] = Counter()
    for name in SYSTEMS:
        for found in system(name).councils:
            inside[found.id] += found.share_inside
    assert len(inside) == 153
    assert all(0.95 < share < 1.002 for share in inside.values())


def test_councils_with_exceptional_support_are_those_of_the_list() -> None:
    """Thirty councils were on the list of February 2025, three of them districts."""
    supported = [c.id for name in SYSTEMS for c in system(name).councils if c.exceptional_support]
    assert len(supported) == len(set(supported)) == 27


# Each system ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_adds_up(name: str) -> None:
    found = system(name)
    assert 500_000 < people(found) < 3_100_000
    assert set(found.board.seats) == set(BLOCS)
    for code in (c.id for c in found.communities):
        assert total([c.communities for c in found.councils], code) == pytest.approx(1)
        for places in found.footprints.values():
            assert total([p.communities for p in places], code) == pytest.approx(1)
        assert 0 < total([t.residents for t in found.acute_trusts], code) <= 1.002
        assert 0 < total([t.communities for t in found.community_trusts], code) <= 1
    for trust in found.acute_trusts:
        assert 0.4 < sum(trust.catchment.values()) <= 1.002
    per_head = 1e6 / people(found)
    assert 1_800 < found.board.allocation * per_head < 2_600
    assert 15 < found.board.running_cost * per_head < 17.5
    assert 400 < sum(c.adult_social_care for c in found.councils) * per_head < 650
    assert 0.02 < sum(t.income for t in found.acute_trusts) / sum(t.beds for t in found.acute_trusts) < 2


@pytest.mark.parametrize("name", SYSTEMS)
def test_lists_are_in_balance_at_the_start(name: str) -> None:
    """New pathways are those treated or removed, so that no list runs away by arithmetic alone."""
    found = system(name)
    care, hazard = found.planned_care, found.starting_values["removal_hazard"]
    left = care.clock_starts - care.completed - hazard * care.waiting_list
    assert abs(left) < 0.0005 * care.waiting_list


@pytest.mark.parametrize("name", SYSTEMS)
def test_catchment_and_residents_tell_the_same_story(name: str) -> None:
    """Both give one trust size; city centres differ by more, where the census of a lockdown year found fewer people."""
    found = system(name)
    population = {c.id: c.population for c in found.communities}
    for trust in found.acute_trusts:
        sizes = [
            trust.residents[c] * population[c] / share for c, share in trust.catchment.items() if share > 0.05
        ] or [0.0]
        assert max(sizes) <= 1.4 * min(sizes), trust.name


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_figure_says_where_it_is_from_and_how_good_it_is(name: str) -> None:
    provenance = loaded(name).provenance
    for figure in provenance.figures.values():
        assert figure.source in provenance.sources, figure.key
        assert figure.quality in QUALITIES, figure.key
        if figure.quality == "assumed":
            assert figure.why, figure.key
            if not isinstance(figure.value, bool):
                assert figure.low is not None, figure.key
                assert figure.high is not None, figure.key
                assert figure.low <= figure.value <= figure.high, figure.key
    assert set(provenance.counts()) == set(QUALITIES)
    assert {figure.source for figure in provenance.figures.values()} == set(provenance.sources)


@pytest.mark.parametrize("name", SYSTEMS)
def test_no_number_is_without_provenance(name: str) -> None:
    found, keys = system(name), set(loaded(name).provenance.figures)
    tables = {
        "communities": found.communities,
        "councils": found.councils,
        "acute_trusts": found.acute_trusts,
        "community_trusts": found.community_trusts,
        **{f"footprints.{footprint}": places for footprint, places in found.footprints.items()},
    }
    for table, records in tables.items():
        for record in records:
            for field, value in vars(record).items():
                key = f"{table}.{record.id}.{field}"
                if isinstance(value, (bool, int, float)):
                    assert key in keys
                elif not isinstance(value, str):
                    assert {f"{key}.{community}" for community in value} <= keys


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_file_says_how_it_was_made_and_names_only_what_is_public(name: str) -> None:
    text = loaded(name).path.read_text(encoding="utf-8")
    head = " ".join(line.removeprefix("# ") for line in text.splitlines()[:6])
    assert ("built by rule from open statistics" in head) == (name not in BY_HAND)
    assert ("Not yet reviewed by anyone who knows the system" in head) == (name not in BY_HAND)
    assert not PRIVATE.search(text)
    assert max(map(len, text.splitlines())) <= 120


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_can_be_built_on_every_footprint(name: str) -> None:
    found = system(name)
    assert {"council", "hospital-flow"} <= set(found.footprints)
    for footprint, places in found.footprints.items():
        structure = build(found, footprint)
        assert [e.id for e in structure.members("place")] == [f"place:{p.id}" for p in places]
        assert structure.given["place", "population"].sum() == pytest.approx(people(found), rel=0.001)


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_runs_a_year_under_both_policies(name: str) -> None:
    futures = draw_futures(1, 2)
    with np.errstate(all="raise", under="ignore"):
        for policy in ("maximum-delegation", "centrist"):
            result = simulate(system(name), load_policy(policy), futures, 13)
            assert all(np.isfinite(values).all() for values in result.outcomes.values())


# Real structure ------------------------------------------------------------------------------------------------------


def test_in_kent_a_county_acts_above_places_that_are_smaller_than_it() -> None:
    kent, medway = council("kent-and-medway", "E10000016"), council("kent-and-medway", "E06000035")
    places = system("kent-and-medway").footprints["council"]
    assert len(places) == 4
    assert all(set(p.communities) & set(kent) for p in places)
    assert set(place("kent-and-medway", "medway-and-swale")) == {"E06000035", "E07000113"}
    assert set(medway) == {"E06000035"}
    assert len(system("kent-and-medway").footprints["former-commissioner"]) == 8


def test_in_nottinghamshire_places_cut_across_two_councils() -> None:
    name = "nottingham-and-nottinghamshire"
    assert len(system(name).footprints["council"]) == 4
    assert set(place(name, "nottingham-city")) == set(council(name, "E06000018"))
    county = set(council(name, "E10000024"))
    assert all(set(place(name, p)) < county for p in ("bassetlaw", "mid-nottinghamshire", "south-nottinghamshire"))
    bassetlaw = total([t.residents for t in system(name).acute_trusts], "E07000171")
    assert bassetlaw < 0.05  # its hospital is run from South Yorkshire


def test_in_suffolk_and_north_east_essex_places_cut_across_councils_and_districts() -> None:
    name = "suffolk-and-north-east-essex"
    suffolk, essex = council(name, "E10000029"), council(name, "E10000012")
    assert set(place(name, "ipswich-and-east-suffolk")) | set(place(name, "west-suffolk")) == set(suffolk)
    assert set(place(name, "north-east-essex")) == set(essex)
    assert {c.id: round(c.share_inside, 2) for c in system(name).councils} == {"E10000029": 0.85, "E10000012": 0.23}
    assert {p.former_commissioner for p in system(name).footprints["council"]} == {1.0}


@pytest.mark.parametrize(
    ("name", "places"),
    [("dorset", 2), ("leicester-leicestershire-and-rutland", 3), ("black-country", 4), ("south-east-london", 6)],
)
def test_where_places_are_the_areas_of_councils(name: str, places: int) -> None:
    found = system(name)
    areas = {frozenset(c.communities) for c in found.councils}
    assert {frozenset(p.communities) for p in found.footprints["council"]} == areas
    assert len(areas) == places


def test_need_differs_most_between_the_places_of_leicestershire_and_least_in_dorset() -> None:
    def spread(name: str) -> float:
        found = system(name)
        score = {c.id: (c.deprivation, c.population) for c in found.communities}
        cells = [
            [(score[c][0], share * score[c][1]) for c, share in p.communities.items()]
            for p in found.footprints["council"]
        ]
        size = [sum(n for _, n in cell) for cell in cells]
        mean = [sum(d * n for d, n in cell) / n_all for cell, n_all in zip(cells, size, strict=True)]
        return float(np.sqrt(np.cov(mean, aweights=size, ddof=0)))

    by_spread = sorted(BY_HAND, key=spread)
    assert by_spread[:2] == ["dorset", "south-yorkshire"]
    assert by_spread[-1] == "leicester-leicestershire-and-rutland"


# The page about them -------------------------------------------------------------------------------------------------


def test_the_page_about_systems_lists_them_as_they_are() -> None:
    text = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")
    assert not PRIVATE.search(text)
    rows = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 7 and cells[0].startswith("`"):
            rows[cells[0].strip("`")] = cells[1:]
    assert tuple(sorted(rows)) == SYSTEMS
    for name in SYSTEMS:
        found = system(name)
        trusts = f"{len(found.acute_trusts)} + {len(found.community_trusts)}"
        expected = [
            found.name,
            str(len(found.footprints["council"])),
            str(len(found.councils)),
            trusts,
            f"{people(found) / 1e6:.2f}",
            "by hand" if name in BY_HAND else "by rule",
        ]
        assert rows[name] == expected
