"""Mistakes in single figures to plant in the file of West Yorkshire, each with what must be said about it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """An edit of the good file and what must be said about it."""

    old: str
    new: str
    key: str
    what: str
    allowed: str = ""
    nearest: str = ""
    at: str = ""
    """What stands in the line that must be named; the edit itself when empty."""


MISTAKES = {
    "a misspelt key": Mistake(
        "population: 546413",
        "popluation: 546413",
        "communities.E08000032.popluation",
        "not a known key",
        "name, population",
        "population",
    ),
    "a missing key": Mistake(
        "    teaching: true\n\n  RXF",
        "\n  RXF",
        "acute_trusts.RR8.teaching",
        "is missing",
        "true or false",
        at="name: Leeds Teaching",
    ),
    "a misspelt section": Mistake(
        "planned_care:\n", "planed_care:\n", "planed_care", "not a known key", "board", "planned_care"
    ),
    "a word for a number": Mistake(
        "population: 546413",
        "population: many",
        "communities.E08000032.population",
        "'many' is not a number",
        "(people)",
    ),
    "a number with its unit": Mistake(
        "income: 1740", "income: £1740m", "acute_trusts.RR8.income", "without a unit", "(GBP million a year)"
    ),
    "a number in quotes": Mistake(
        "waiting_list: 257203",
        "waiting_list: '257203'",
        "planned_care.waiting_list",
        "text, not a number",
        "(pathways)",
    ),
    "a number with commas": Mistake(
        "completed: 61964", "completed: 61,964", "planned_care.completed", "without quotes or commas", "number", "61964"
    ),
    "a yes/no value for a number": Mistake(
        "beds: 1780", "beds: true", "acute_trusts.RR8.beds", "a yes/no value, not a number", "up to 6,000"
    ),
    "a number for a yes/no value": Mistake(
        "exceptional_support: true",
        "exceptional_support: 1",
        "councils.E08000032.exceptional_support",
        "yes/no",
        "true or false",
    ),
    "yes for true": Mistake(
        "foundation: true", "foundation: yes", "acute_trusts.RWY.foundation", "'yes'", "true", "true"
    ),
    "a yes/no value for a name": Mistake(
        "    name: Craven", "    name: true", "communities.E06000065-craven.name", "is not text", "quotes"
    ),
    "an infinite number": Mistake(
        "clock_starts: 70894", "clock_starts: .inf", "planned_care.clock_starts", "not a finite number", "1,000,000"
    ),
    "an undefined number": Mistake(
        "clock_starts: 70894", "clock_starts: .nan", "planned_care.clock_starts", "not a finite number", "1,000,000"
    ),
    "a number beyond all numbers": Mistake(
        "clock_starts: 70894", "clock_starts: 1e999", "planned_care.clock_starts", "not a finite number", "1,000,000"
    ),
    "nothing at all": Mistake("    beds: 1780\n", "    beds:\n", "acute_trusts.RR8.beds", "found nothing", "above 0"),
    "a list for a number": Mistake("beds: 1780", "beds: [1780]", "acute_trusts.RR8.beds", "found a list", "above 0"),
    "a list for a block": Mistake(
        "communities: {E08000032: 0.76}",
        "communities: [0.76]",
        "footprints.hospital-flow.bradford.communities",
        "found a list",
        "keys",
    ),
    "per cent for a share": Mistake(
        "share_65_plus: 0.1509",
        "share_65_plus: 15.09",
        "communities.E08000032.share_65_plus",
        "out of range",
        "0 to 1",
        "0.1509",
    ),
    "pounds for millions": Mistake(
        "value: 5605\n",
        "value: 5605000000\n",
        "board.allocation",
        "out of range",
        "20,000 (GBP million a year)",
        "5605",
    ),
    "billions for millions": Mistake(
        "adult_social_care: 327.2",
        "adult_social_care: 0.3272",
        "councils.E08000032.adult_social_care",
        "wrong unit",
        "GBP a resident",
    ),
    "negative money": Mistake(
        "other_services: 754",
        "other_services: -754",
        "councils.E08000035.other_services",
        "-754 is out of range",
        "0 to 10,000",
    ),
    "an unknown quality": Mistake(
        "38.9, source: running-costs-2024, quality: stated",
        "38.9, source: running-costs-2024, quality: estimated",
        "board.running_cost.quality",
        "'estimated' is not a known quality",
        "stated (published as it stands here)",
        "stated",
    ),
    "an unknown source": Mistake(
        "38.9, source: running-costs-2024",
        "38.9, source: running-cost-2024",
        "board.running_cost.source",
        "not in the table of sources",
        "allocations-2024",
        "running-costs-2024",
    ),
    "a figure without source": Mistake(
        "systems: {value: 4, source: regions-2024, quality: stated}",
        "systems: 4",
        "region.systems",
        "no source and quality",
        "source: ...",
    ),
    "an assumed figure without range": Mistake(
        "    times: [0.5, 1.5]\n",
        "",
        "board.seats",
        "needs a range",
        "low and high",
        at="    source: constitution-2021",
    ),
    "an assumed figure without reason": Mistake(
        "why: As for its catchment.",
        "low: 0",
        "acute_trusts.RCF.residents",
        "needs a reason",
        "a sentence",
        at="source: catchments-2022\n      quality: assumed\n      times: [0.7, 1.25]\n      low",
    ),
    "a range upside down": Mistake(
        "      low: 18\n",
        "      low: 180\n",
        "councils.E08000032.reserves",
        "is above high",
        "low at or below high",
        at="      value: 61",
    ),
    "multiples that are none": Mistake(
        "times: [0.5, 1.5]", "times: [1.5]", "board.seats.times", "two multiples", "[0.8, 1.25]"
    ),
    "another unit": Mistake(
        "{value: 38.9,",
        "{value: 38.9, unit: GBP,",
        "board.running_cost.unit",
        "the unit is 'GBP'",
        "GBP million a year",
        "GBP million a year",
    ),
    "an unknown key of a figure": Mistake(
        "{value: 38.9, source",
        "{value: 38.9, sauce: x, source",
        "board.running_cost.sauce",
        "not a known key of a figure",
        "value, source",
    ),
    "a community misspelt": Mistake(
        "E08000035: 0.777",
        "E0800035: 0.777",
        "acute_trusts.RR8.catchment.E0800035",
        "not one of the communities",
        "E08000035 (Leeds)",
        "E08000035",
    ),
    "a community by name": Mistake(
        "E08000035: 0.777",
        "Leeds: 0.777",
        "acute_trusts.RR8.catchment.Leeds",
        "not one of the communities",
        "E08000035 (Leeds)",
        "E08000035",
    ),
}
