"""Parameters of M8 Quality of decisions."""

from sim.parameters.declare import uncertainty

ADM = "Alonso, Dessein and Matouschek 2008, American Economic Review 98:145-179"
TIERS = "E106; E190; E275"

# variety; coordination low-high; scale loss low-high; spillover low-high
SERVICES = {
    "primary": (0.32, 0.02, 0.4, 0.0, 0.06, 0.0, 0.02),
    "community": (0.30, 0.05, 0.8, 0.0, 0.09, 0.01, 0.05),
    "mental-health": (0.28, 0.1, 1.2, 0.0, 0.13, 0.0, 0.07),
    "urgent": (0.26, 0.2, 1.6, 0.0, 0.14, 0.01, 0.10),
    "planned": (0.14, 0.3, 3.0, 0.03, 0.16, 0.02, 0.10),
    "specialised": (0.05, 0.5, 3.0, 0.12, 0.40, 0.04, 0.20),
}

_COLUMNS = (
    ("variety", "Variety of need between places", "share of spending"),
    ("coordination_low", "Need to coordinate, most local function", "relative to fit"),
    ("coordination_high", "Need to coordinate, least local function", "relative to fit"),
    ("scale_low", "Scale loss, most local function", "share of spending"),
    ("scale_high", "Scale loss, least local function", "share of spending"),
    ("spill_low", "Spillover on neighbours, most local function", "share of spending"),
    ("spill_high", "Spillover on neighbours, least local function", "share of spending"),
)

# fmt: off
PARAMETERS = (
    uncertainty("variety_of_need", "Variety of need between places", "multiple", 1.0, 0.4, 2.5, "M8", "D", TIERS, "log-uniform"),
    uncertainty("distinctiveness_weight", "Part of variety that follows a place's difference in deprivation", "share", 0.35, 0.1, 0.6, "M8", "D", "E190; Oates 1972, Fiscal Federalism"),
    uncertainty("scale_economies", "Economies of scale", "multiple", 1.0, 0.4, 2.0, "M8", "D", TIERS, "log-uniform"),
    uncertainty("spillovers", "Spillovers between places", "multiple", 1.0, 0.4, 2.0, "M8", "D", TIERS, "log-uniform"),
    uncertainty("lateral_sight", "How trust between places lets them see each other's needs", "share per unit", 0.8, 0.5, 0.9, "M8", "D", ADM),
    uncertainty("information_floor", "What the system knows of local needs without trust", "share", 0.15, 0.05, 0.35, "M8", "D", f"{ADM}; E168; E190"),
    uncertainty("execution_loss", "Loss when the team that decides is not effective", "share of spending", 0.16, 0.08, 0.24, "M8", "D", "E099; E300"),
    uncertainty("sight_without_trust", "What places see of each other's needs without trust", "share", 0.1, 0.0, 0.25, "M8", "D", ADM),
    uncertainty("parochialism_on_trust", "Part of places' own interest that full trust between them removes", "share", 0.5, 0.2, 0.8, "M8", "D", f"{ADM}; E264"),
    uncertainty("information_on_trust", "What full trust adds to what the system knows of local needs", "share", 0.55, 0.3, 0.65, "M8", "D", f"{ADM}; E168"),
    uncertainty("spill_on_trust", "How far trust between places limits spillovers, and distrust adds to them", "share", 0.4, 0.1, 0.8, "M8", "D", "E275; Oates 1972, Fiscal Federalism"),
    uncertainty("centre_information", "What the centre knows of local needs, against the system", "ratio", 0.5, 0.2, 0.8, "M8", "D", f"{ADM}; E182; E248"),
    uncertainty("place_floor", "Staff a place team needs whatever it decides", "share of all ICB staff", 0.05, 0.02, 0.1, "M8", "D", "E099; E300"),
    uncertainty("system_floor", "Staff for work the system cannot hand over", "share of all ICB staff", 0.25, 0.15, 0.35, "M8", "D", "E184; E304"),
    uncertainty("staff_for_share", "Staff that taking all decisions needs", "share of all ICB staff", 0.6, 0.4, 0.8, "M8", "D", "E300; E304"),
    uncertainty("staff_for_burden", "Staff that reporting to overseers takes", "share of all ICB staff per unit of burden", 0.2, 0.05, 0.4, "M8", "C", "E253"),
    uncertainty("effective_without_staff", "Part of capability that works without staff", "share", 0.4, 0.2, 0.6, "M8", "D", "E300"),
    uncertainty("disruption_on_effectiveness", "Effectiveness lost in full disruption", "share", 0.3, 0.1, 0.5, "M8", "C", "E214; E262"),
    *(
        uncertainty(f"{column}_{service}", f"{label}: {service.replace('-', ' ')}", unit, values[i], 0.7 * values[i], 1.3 * values[i] + 0.001, "M8", "D", TIERS)
        for service, values in SERVICES.items()
        for i, (column, label, unit) in enumerate(_COLUMNS)
    ),
)
