"""What the dashboard draws: every trust of a system is in its picture; names are short and still told apart."""

import pytest

from experiments.dashboard import case
from experiments.dashboard.names import short
from experiments.dashboard.our_system import OF_TRUSTS, picture

MANY = ("north-east-and-north-cumbria", "kent-and-medway", "north-central-london", "somerset")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("City of Bradford Metropolitan District Council", "Bradford"),
        ("Kent County Council", "Kent"),
        ("Council of the Isles of Scilly", "Isles of Scilly"),
        ("Bournemouth, Christchurch and Poole Council", "Bournemouth, Christchurch and Poole"),
        ("The Newcastle upon Tyne Hospitals NHS Foundation Trust", "Newcastle upon Tyne Hospitals"),
        ("Kent and Medway NHS and Social Care Partnership Trust", "Kent and Medway Partnership"),
        ("NHS Dorset Integrated Care Board", "Dorset ICB"),
        ("Dorset Integrated Care Partnership", "Dorset partnership"),
        ("NHS England South West", "NHS England South West"),
        ("Leeds place board", "Leeds"),
    ],
)
def test_a_short_name_leaves_out_what_its_kind_says(name: str, wanted: str) -> None:
    assert short(name) == wanted


def test_short_names_tell_the_members_of_a_system_apart() -> None:
    for name in MANY:
        system = case.shipped(name).system
        trusts = [*system.acute_trusts, *system.community_trusts]
        for members in (system.councils, system.footprints["council"], trusts):
            names = [short(one.name) for one in members]
            assert all(names)
            assert len(set(names)) == len({one.name for one in members}), name


def test_every_trust_of_a_system_is_drawn_and_what_care_it_gives() -> None:
    for name in ("dorset", "west-yorkshire"):
        system = case.shipped(name).system
        (drawn,) = picture(system)["data"]
        labels = drawn["node"]["label"]
        assert {short(one.name) for one in system.acute_trusts} <= set(labels)
        assert {f"{short(one.name)} ({OF_TRUSTS[one.kind]})" for one in system.community_trusts} <= set(labels)
        reached = {labels[target] for target in drawn["link"]["target"]}
        assert {f"{short(one.name)} ({OF_TRUSTS[one.kind]})" for one in system.community_trusts} <= reached
        assert len(drawn["node"]["x"]) == len(drawn["node"]["y"]) == len(labels)
        assert all(0 < y < 1 for y in drawn["node"]["y"])
