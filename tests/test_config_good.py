"""The systems and policies that come with the repository can be read, add up, and say where every figure is from."""

from pathlib import Path

import pytest

from experiments.config import configs_folder, list_policies, list_systems, load_policy, load_system
from experiments.config.schema import BLOCS, POLICY, QUALITIES, SYSTEM
from experiments.config.spec import field_rows
from sim.parameters import REGISTRY
from sim.system import Shares, System

SYSTEMS = ("greater-manchester", "west-yorkshire")
POLICIES = ("centrist", "maximum-delegation")
SIZES = {"west-yorkshire": (6, 6, 5, 5, 4, 2_402_438), "greater-manchester": (10, 10, 10, 6, 2, 2_867_771)}


def system(name: str) -> System:
    return load_system(name).system


def total(rows: list[Shares], community: str) -> float:
    return sum(row.get(community, 0.0) for row in rows)


def test_the_shipped_files_are_listed_by_name() -> None:
    assert set(SYSTEMS) <= {listed.id for listed in list_systems()}
    assert set(POLICIES) <= {listed.id for listed in list_policies()}
    for listed in (*list_systems(), *list_policies()):
        assert listed.name
        assert listed.summary
        assert listed.path.stem == listed.id


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_has_its_real_organisations(name: str) -> None:
    found = system(name)
    communities, councils, places, acute, community_trusts, people = SIZES[name]
    assert found.id == name
    assert len(found.communities) == communities
    assert len(found.councils) == councils
    assert len(found.footprints["council"]) == places
    assert len(found.acute_trusts) == acute
    assert len(found.community_trusts) == community_trusts
    assert sum(c.population for c in found.communities) == people
    assert set(found.footprints) == {"council", "hospital-flow"}
    assert set(found.board.seats) == set(BLOCS)


@pytest.mark.parametrize("name", SYSTEMS)
def test_memberships_cover_every_community_once(name: str) -> None:
    found = system(name)
    for community in (c.id for c in found.communities):
        assert total([c.communities for c in found.councils], community) == pytest.approx(1)
        for places in found.footprints.values():
            assert total([p.communities for p in places], community) == pytest.approx(1)
        assert 0.5 < total([t.residents for t in found.acute_trusts], community) <= 1
        assert 0 < total([t.communities for t in found.community_trusts], community) <= 1


@pytest.mark.parametrize("name", SYSTEMS)
def test_catchment_and_residents_tell_the_same_story(name: str) -> None:
    """Patients from a community / all patients, and patients / people of the community, give one trust size."""
    found = system(name)
    people = {c.id: c.population for c in found.communities}
    for trust in found.acute_trusts:
        assert 0.7 < sum(trust.catchment.values()) <= 1
        sizes = [
            trust.residents[c] * people[c] / trust.catchment[c] for c in people if trust.catchment.get(c, 0.0) > 0.05
        ]
        assert max(sizes) < 1.15 * min(sizes), trust.name


@pytest.mark.parametrize("name", SYSTEMS)
def test_money_per_head_is_of_the_size_it_is_in_england(name: str) -> None:
    found = system(name)
    people = sum(c.population for c in found.communities)
    assert 2_200e-6 < found.board.allocation / people < 2_450e-6
    assert 15e-6 < found.board.running_cost / people < 17e-6
    acute = 0.51 * found.board.allocation + 400e-6 * people
    assert sum(t.income for t in found.acute_trusts) == pytest.approx(acute, rel=0.1)
    care = sum(c.adult_social_care for c in found.councils)
    assert 480e-6 < care / people < 620e-6


def test_money_per_head_is_alike_in_both_systems() -> None:
    per_head = [system(name).board.allocation / sum(c.population for c in system(name).communities) for name in SYSTEMS]
    assert per_head[0] == pytest.approx(per_head[1], rel=0.02)


def test_west_yorkshire_holds_a_part_of_north_yorkshire() -> None:
    found = system("west-yorkshire")
    north = next(c for c in found.councils if c.id == "E06000065")
    assert north.communities == {"E06000065-craven": 1}
    assert north.share_inside == pytest.approx(50_866 / 615_500, rel=0.01)
    bradford = next(p for p in found.footprints["council"] if p.id == "bradford-district-and-craven")
    assert set(bradford.communities) == {"E08000032", "E06000065-craven"}
    assert {c.name for c in found.councils if c.exceptional_support} == {
        "City of Bradford Metropolitan District Council"
    }


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_figure_says_where_it_is_from_and_how_good_it_is(name: str) -> None:
    loaded = load_system(name)
    provenance = loaded.provenance
    for figure in provenance.figures.values():
        assert figure.source in provenance.sources, figure.key
        assert figure.quality in QUALITIES, figure.key
        assert figure.label
        assert figure.unit
        assert figure.line > 0
        if figure.quality == "assumed":
            assert figure.why, figure.key
            if not isinstance(figure.value, bool):
                assert figure.low is not None, figure.key
                assert figure.high is not None, figure.key
                assert figure.low <= figure.value <= figure.high, figure.key
    assert provenance.assumed()
    assert set(provenance.counts()) == set(QUALITIES)
    assert provenance.source_of("board.allocation").publisher == "House of Commons Library"


@pytest.mark.parametrize("name", SYSTEMS)
def test_no_number_of_a_system_is_without_provenance(name: str) -> None:
    """Counted from the model's side: every number and yes/no fact that the model is given has a figure."""
    loaded = load_system(name)
    keys = set(loaded.provenance.figures)
    board, region = loaded.system.board, loaded.system.region
    assert {"board.allocation", "board.running_cost", "board.balance_share", "region.systems"} <= keys
    assert {f"board.seats.{bloc}" for bloc in board.seats} <= keys
    assert region.systems > 1
    tables = {
        "communities": loaded.system.communities,
        "councils": loaded.system.councils,
        "acute_trusts": loaded.system.acute_trusts,
        "community_trusts": loaded.system.community_trusts,
        **{f"footprints.{footprint}": places for footprint, places in loaded.system.footprints.items()},
    }
    for table, records in tables.items():
        for record in records:
            for field, value in vars(record).items():
                key = f"{table}.{record.id}.{field}"
                if isinstance(value, (bool, int, float)):
                    assert key in keys
                elif not isinstance(value, str):
                    assert {f"{key}.{community}" for community in value} <= keys
    for field in vars(loaded.system.planned_care):
        assert f"planned_care.{field}" in keys


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_source_is_used_and_named_in_public_terms(name: str) -> None:
    loaded = load_system(name)
    used = {figure.source for figure in loaded.provenance.figures.values()}
    assert used == set(loaded.provenance.sources)
    for source in loaded.provenance.sources.values():
        assert source.title
        assert source.publisher
        assert source.date


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_sets_levers_of_the_registry_within_their_range(name: str) -> None:
    policy = load_policy(name)
    levers = {parameter.name: parameter for parameter in REGISTRY.role("lever")}
    assert policy.id == name
    assert policy.levers
    for lever, value in policy.levers.items():
        assert levers[lever].problem(value) is None


def test_the_two_policies_set_the_same_levers_and_differ() -> None:
    maximum, centrist = load_policy("maximum-delegation"), load_policy("centrist")
    assert set(maximum.levers) == set(centrist.levers)
    assert maximum.levers != centrist.levers


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_file_can_be_read_by_its_path_and_from_elsewhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = configs_folder() / "systems" / f"{name}.yaml"
    copy = tmp_path / "mine.yml"
    copy.write_bytes(b"\xef\xbb\xbf" + shipped.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.chdir(tmp_path)
    assert load_system("./mine.yml").system == load_system(name).system == load_system(shipped).system


def test_the_format_lists_its_own_fields() -> None:
    rows = {row.key: row for row in (*field_rows(SYSTEM), *field_rows(POLICY))}
    assert rows["communities.*.population"].unit == "people"
    assert rows["acute_trusts.*.catchment.*"].allowed == "a number from 0 to 1 (share)"
    assert not rows["footprints.hospital-flow.*.joined_up_start"].required
    assert rows["planned_care.waiting_list"].required
    assert all(row.label and row.allowed for row in rows.values())
