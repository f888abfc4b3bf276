"""What a file of a system, policy, timeline, weighting and so on may hold, field by field (version 1)."""

from __future__ import annotations

from experiments.config.spec import (
    Amounts,
    Cells,
    Flag,
    Named,
    Names,
    Number,
    Plain,
    Record,
    Settings,
    Table,
    Text,
    Varied,
)

SYSTEM_SCHEMA = "tiers/system/1"
POLICY_SCHEMA = "tiers/policy/1"
TIMELINE_SCHEMA = "tiers/timeline/1"
WEIGHTS_SCHEMA = "tiers/weights/1"
CIRCUMSTANCES_SCHEMA = "tiers/circumstances/1"
EXPERIMENT_SCHEMA = "tiers/experiment/1"

QUALITIES = {
    "stated": "published as it stands here",
    "computed": "worked out from published figures",
    "assumed": "a judgement, with a range and a reason",
}
BLOCS = ("executive", "acute", "community_trusts", "primary_care", "councils", "places", "others")
TRUST_KINDS = ("mental_health", "community", "mental_health_community")

MONEY = "GBP million a year"
SHARE = "share"

SLUG = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
SLUG_LIKE = "small letters, digits and hyphens, such as 'west-yorkshire'"
NAME = Text("full name", longest=120)
SUMMARY = Text("what it is, in a few sentences", longest=1500)


def _slug(label: str) -> Text:
    return Text(label, SLUG, SLUG_LIKE, longest=60)


def _code(label: str, example: str) -> Text:
    return Text(label, r"[A-Za-z0-9]+(-[a-z0-9]+)*", f"letters and digits, such as '{example}'", longest=60)


def _share_of(label: str) -> Cells:
    return Cells(label, Number(label, SHARE), of="communities")


def _yearly(label: str, high: float, above_low: bool = False) -> Number:
    return Number(label, MONEY, 0, high, above_low)


FIGURE = Record(
    "a figure and where it comes from",
    {
        "source": Text("id of a source", longest=60),
        "quality": Text("how good the figure is", choices=tuple(QUALITIES)),
        "low": Number("the least it may be", "unit of the figure", -1e12, 1e12),
        "high": Number("the most it may be", "unit of the figure", -1e12, 1e12),
        "times": Text("low and high as multiples of the value, such as [0.8, 1.25]"),
        "why": Text("how it was worked out, or why this value was assumed", longest=1500),
        "unit": Text("the unit, if you wish to write it down", longest=60),
    },
)

COMMUNITY = Record(
    "a community",
    {
        "name": NAME,
        "population": Number("usual residents", "people", 0, 10_000_000, above_low=True),
        "share_65_plus": Number("residents aged 65 or over", SHARE),
        "deprivation": Number("average IMD score, higher is more deprived", "IMD score", 0, 100),
        "deprivation_spread": Number("spread of the IMD score over small areas (sd)", "IMD score", 0, 50),
    },
)

COUNCIL = Record(
    "a council",
    {
        "name": NAME,
        "communities": _share_of("share of the community under this council"),
        "share_inside": Number("share of the council's people inside the system", SHARE, above_low=True),
        "adult_social_care": _yearly("gross spending on adult social care, inside part", 3_000),
        "public_health_grant": _yearly("public health grant, inside part", 500),
        "other_services": _yearly("net budget of all other services, inside part", 10_000),
        "reserves": Number("reserves that can be used, inside part", "GBP million", 0, 5_000),
        "exceptional_support": Flag("starts with exceptional financial support"),
    },
)

PLACE = Record(
    "a place partnership",
    {
        "name": NAME,
        "communities": _share_of("share of the community in this place"),
        "former_commissioner": Number("how far it stands on a former commissioner's footprint", SHARE),
        "joined_up_start": Number("how well joined-up work already ran", SHARE),
    },
)

ACUTE_TRUST = Record(
    "an acute trust",
    {
        "name": NAME,
        "catchment": _share_of("share of the trust's patients who live in the community"),
        "residents": _share_of("share of the community's hospital care this trust gives"),
        "beds": Number("general and acute beds available", "beds, daily mean", 0, 6_000, above_low=True),
        "occupancy": Number("beds occupied / beds available", SHARE, above_low=True),
        "delayed_share": Number("patients fit to leave but still in a bed / occupied beds", SHARE),
        "within_four_hours": Number("A&E attendances seen within four hours", SHARE),
        "income": _yearly("income", 6_000, above_low=True),
        "foundation": Flag("is a foundation trust"),
        "teaching": Flag("is a teaching trust"),
    },
)

COMMUNITY_TRUST = Record(
    "a mental health or community trust",
    {
        "name": NAME,
        "kind": Text("kind of trust", choices=TRUST_KINDS),
        "communities": _share_of("share of the community's mental health and community care this trust gives"),
        "income": _yearly("income", 6_000, above_low=True),
        "foundation": Flag("is a foundation trust"),
    },
)

SOURCE = Record(
    "a source",
    {
        "title": Text("title as published", longest=300),
        "publisher": Text("who published it", longest=120),
        "date": Text("year or date", r"\d{4}(-\d{2}(-\d{2})?)?", "a year or a date, such as 2024 or 2024-07-17"),
        "note": Text("anything to know about it", longest=500),
    },
    optional=frozenset({"note"}),
)

SYSTEM = Record(
    "an integrated care system",
    {
        "schema": Text("format of this file", choices=(SYSTEM_SCHEMA,)),
        "id": _slug("short name"),
        "name": NAME,
        "summary": SUMMARY,
        "region": Record(
            "the NHS England region",
            {
                "id": _slug("short name"),
                "name": NAME,
                "systems": Number("integrated care systems it looks after", "systems", 1, 42),
            },
        ),
        "board": Record(
            "the integrated care board",
            {
                "id": _code("ICB code", "QWO"),
                "name": NAME,
                "allocation": _yearly("NHS allocation", 20_000, above_low=True),
                "running_cost": _yearly("running-cost allowance", 500, above_low=True),
                "balance_share": Number("balance of the NHS bodies / allocation", SHARE, -0.3, 0.3),
                "seats": Cells("seats on the board by bloc", Number("seats", "seats", 0, 40), names=BLOCS),
            },
        ),
        "communities": Table("communities", _code("ONS code", "E08000035"), COMMUNITY),
        "councils": Table("upper-tier councils", _code("ONS code", "E08000035"), COUNCIL),
        "footprints": Record(
            "places, by footprint",
            {
                "council": Table("places on council footprints", _slug("short name"), PLACE),
                "hospital-flow": Table("places grouped by main hospital", _slug("short name"), PLACE),
                "former-commissioner": Table("places of the former commissioners", _slug("short name"), PLACE),
                "sub-county": Table("places inside a county", _slug("short name"), PLACE),
            },
            optional=frozenset({"hospital-flow", "former-commissioner", "sub-county"}),
        ),
        "acute_trusts": Table("acute trusts", _code("ODS code", "RR8"), ACUTE_TRUST),
        "community_trusts": Table("mental health and community trusts", _code("ODS code", "RGD"), COMMUNITY_TRUST),
        "planned_care": Record(
            "planned care at the start",
            {
                "waiting_list": Number("pathways waiting", "pathways", 0, 3_000_000, above_low=True),
                "clock_starts": Number("new pathways", "pathways a month", 0, 1_000_000, above_low=True),
                "completed": Number("completed pathways", "pathways a month", 0, 1_000_000, above_low=True),
            },
        ),
        "starting_values": Settings("uncertainties that start elsewhere in this system", "uncertainty", sourced=True),
        "sources": Table("sources", _slug("short name"), SOURCE, most=200),
    },
    optional=frozenset({"starting_values"}),
)

POLICY = Record(
    "a policy",
    {
        "schema": Text("format of this file", choices=(POLICY_SCHEMA,)),
        "id": _slug("short name"),
        "name": NAME,
        "summary": SUMMARY,
        "levers": Settings("settings of levers; a lever that is not named keeps its default", "lever"),
    },
)

MONTH = r"(19|20)\d{2}-(0[1-9]|1[0-2])"

CODES = r"[A-Za-z0-9]+(-[a-z0-9]+)*( [A-Za-z0-9]+(-[a-z0-9]+)*)*"

NEW_COUNCIL = Record(
    "a new council",
    {
        "name": NAME,
        "communities": Text(
            "communities it takes over", CODES, "codes with spaces, as E07000207 E07000208", longest=900
        ),
    },
)

MERGER = Record(
    "a merger of trusts",
    {"name": NAME, "of": Text("trusts that merge", CODES, "codes with spaces, as RXF RAE", longest=200)},
)

DECIDED = Record(
    "a decision that somebody takes from outside, in an organisation's seat",
    {
        "agent": Text("who decides: id of an organisation, such as 'icb:QWO' ('tiers list decisions')", longest=120),
        "decision": Text("what is decided ('tiers list decisions')", longest=120),
        "value": Plain(Number("what is decided instead", "unit of the decision", -1e6, 1e6)),
        "about": Text(
            "id of what it concerns; all that the organisation decides of this kind unless told", longest=120
        ),
        "by": Text("who fixed it", longest=120),
    },
    optional=frozenset({"about", "by"}),
)

TIMELINE = Record(
    "a timeline",
    {
        "schema": Text("format of this file", choices=(TIMELINE_SCHEMA,)),
        "id": _slug("short name"),
        "name": NAME,
        "summary": SUMMARY,
        "starts": Text(
            "April in which runs start", r"(19|20)\d{2}-04", "an April, such as 2022-04: a run starts with a year"
        ),
        "events": Table(
            "events",
            _slug("short name"),
            Record(
                "an event",
                {
                    "date": Text("month in which it happens", MONTH, "a year and a month, such as 2025-03"),
                    "label": Text("what happens, in a few words", longest=160),
                    "settings": Settings("parameters that change from this month on", "parameter"),
                    "passing": Amounts(
                        "what passes",
                        {
                            "pause": Number("national pause on non-urgent work", "months", 0, 36, above_low=True),
                            "shock": Number("size of a shock felt by all", "0 to 1", 0, 1, above_low=True),
                            "reform": Number("a national reform begins", "1", 0, 1, above_low=True),
                            "minister": Number("a health secretary leaves", "1", 0, 1, above_low=True),
                        },
                    ),
                    "councils": Table("new councils", _code("ONS code, or a name", "E06000070"), NEW_COUNCIL),
                    "unitary": Amounts(
                        "county councils give way to several",
                        {"people": Number("people of each new council, about", "people", 100_000, 2_000_000)},
                    ),
                    "mergers": Table("trusts that merge", _code("ODS code", "RR8"), MERGER),
                    "decides": Table("decisions taken from outside", _slug("short name"), DECIDED),
                    "source": Text("where this is published: title, publisher, date", longest=400),
                },
                optional=frozenset({"settings", "passing", "councils", "unitary", "mergers", "decides"}),
            ),
            most=100,
        ),
    },
    optional=frozenset({"events"}),
)

MOST_WEIGHT = 1_000_000.0
WAYS = ("higher", "lower")

WEIGHTS = Record(
    "a weighting",
    {
        "schema": Text("format of this file", choices=(WEIGHTS_SCHEMA,)),
        "id": _slug("short name"),
        "name": NAME,
        "summary": SUMMARY,
        "weights": Named("weights of outcomes", Number("weight", "relative", 0, MOST_WEIGHT)),
        "wanted": Named(
            "which way is wanted of outcomes of which neither way is better in itself", Text("way", choices=WAYS)
        ),
    },
    optional=frozenset({"wanted"}),
)

DOES = ("best", "badly")

CIRCUMSTANCES = Record(
    "circumstances",
    {
        "schema": Text("format of this file", choices=(CIRCUMSTANCES_SCHEMA,)),
        "id": _slug("short name"),
        "name": NAME,
        "summary": SUMMARY,
        "timeline": _slug("name of a timeline"),
        "uncertainties": Settings("uncertainties that have the same value in every future", "uncertainty"),
        "shows": Table(
            "claims",
            _slug("short name"),
            Record(
                "a claim: in this system, in these circumstances, a policy does best or badly",
                {
                    "policy": _slug("name of a policy"),
                    "system": _slug("name of a system"),
                    "outcome": Text("name of an outcome of the whole system"),
                    "does": Text("better than every other policy, or worse than most", choices=DOES),
                },
            ),
        ),
    },
    optional=frozenset({"timeline", "uncertainties", "shows"}),
)

DRAWS = ("by point", "common", "independent")
DESIGNS = ("factorial", "one-at-a-time", "latin-hypercube", "sobol", "saltelli", "morris", "table")
ALLOWED = ("refused", "allowed")
KEPT = ("quantiles", "all")
MOST_POINTS, MOST_REPLICATES, MOST_SEED = 10_000_000, 100_000, 2**32 - 1


def _count(label: str, low: float, high: float) -> Plain:
    return Plain(Number(label, "whole number", low, high))


EXPERIMENT = Record(
    "an experiment",
    {
        "schema": Text("format of this file", choices=(EXPERIMENT_SCHEMA,)),
        "id": _slug("short name"),
        "name": NAME,
        "summary": SUMMARY,
        "systems": Names("systems", "a list of names from 'tiers list systems' or YAML files, or: all"),
        "policies": Names("policies", "a list of names from 'tiers list policies' or YAML files, or: all"),
        "timelines": Names("timelines", "a list of names from 'tiers list timelines' or YAML files, or: all"),
        "years": _count("years to run", 1, 50),
        "seed": _count("seed of the model", 0, MOST_SEED),
        "replicates": _count("runs of every point with other draws", 1, MOST_REPLICATES),
        "draws": Text("which runs meet the same draws", choices=DRAWS),
        "levers": Varied("levers to vary", "lever"),
        "uncertainties": Varied("uncertainties to vary", "uncertainty"),
        "design": Record(
            "the design",
            {
                "kind": Text("kind of design", choices=DESIGNS),
                "points": _count("points", 1, MOST_POINTS),
                "base_points": _count("points from which a Saltelli design is crossed", 1, MOST_POINTS),
                "trajectories": _count("trajectories", 1, MOST_POINTS),
                "levels": _count("values tried of each number", 2, 1000),
                "order": Text("order of the Sobol indices wanted", choices=("first", "second")),
                "seed": _count("seed of the design", 0, MOST_SEED),
                "file": Text("CSV or Parquet file with a column for each parameter", longest=300),
                "beyond_ranges": Text("values beyond the declared ranges", choices=ALLOWED),
            },
            optional=frozenset(
                {"points", "base_points", "trajectories", "levels", "order", "seed", "file", "beyond_ranges"}
            ),
        ),
        "outcomes": Names("outcomes to keep", "a list of names from 'tiers list outcomes', or: system, or: all"),
        "series": Named(
            "monthly series to keep",
            Text("what is kept of the months", like="or the number of runs of which to keep all", choices=KEPT),
            Number("runs of which the months are kept", "whole number", 1, MOST_POINTS),
        ),
    },
    optional=frozenset(
        {"timelines", "years", "seed", "replicates", "draws", "levers", "uncertainties", "outcomes", "series"}
    ),
)
