"""Parameters of the pressure of mandates (M10): what organisations aim at, and how much each duty weighs."""

from sim.parameters.declare import uncertainty

CONSTITUTION = "NHS Constitution standards; E212; E222"
BALANCE = "E018; E212; assumed: half to twice as much"
CARE_ACT = "Care Act 2014, section 18; E154"

# fmt: off
PARAMETERS = (
    uncertainty("pressure_lag", "How slowly organisations feel a change in how they do", "months", 3.0, 1.0, 6.0, "M10", "D", "E148; assumed: about a quarter's reporting"),
    uncertainty("short_term_floor", "Pressure by waits, winter and money however leaders are judged", "multiple", 0.5, 0.2, 0.8, "M6", "D", "E212; E222; assumed: half of the mandate's weight"),
    uncertainty("target_calm", "Political pressure that the centre can live with", "0 to 1", 0.3, 0.1, 0.5, "M10", "D", "E219; assumed: a little below the usual"),
    uncertainty("target_slope", "Slope of ill health that a partnership would settle for", "years per 1,000 a month per 10 IMD points", 3.0, 1.0, 4.0, "M10", "D", "E178; E188; assumed: somewhat less than today's"),
    uncertainty("target_unmet", "Unmet social care need that councils and places would settle for", "share of those in need", 0.1, 0.05, 0.2, "M10", "D", CARE_ACT + "; assumed: about today's"),
    uncertainty("target_joint_work", "Joint work that places aim at", "0 to 1", 0.5, 0.3, 0.8, "M10", "D", "E332; assumed: half of what could be"),
    uncertainty("target_rating", "Rating that acute trusts aim at", "0 to 1", 0.6, 0.4, 0.8, "M10", "D", "E255; E256; assumed: about good"),
    uncertainty("target_reach", "Reach that the voluntary sector aims at", "0 to 1", 0.3, 0.15, 0.5, "M10", "D", "E277; assumed: thrice today's"),
    uncertainty("national_weighs_waits", "Weight of waits in the centre's mandate", "weight", 0.4, 0.2, 0.8, "M10", "D", CONSTITUTION),
    uncertainty("national_weighs_emergencies", "Weight of A&E in the centre's mandate", "weight", 0.4, 0.2, 0.8, "M10", "D", CONSTITUTION),
    uncertainty("national_weighs_balance", "Weight of the balance in the centre's mandate", "weight", 0.2, 0.1, 0.4, "M10", "D", BALANCE),
    uncertainty("national_weighs_calm", "Weight of political calm in the centre's mandate", "weight", 0.2, 0.1, 0.4, "M10", "D", "E216; E247; assumed: half to twice as much"),
    uncertainty("region_weighs_performance", "Weight of its systems' shortfall in the region's mandate", "weight", 0.8, 0.4, 1.2, "M10", "D", "E250; assumed: most of it"),
    uncertainty("region_weighs_segment", "Weight of systems in the lowest segment in the region's mandate", "weight", 0.2, 0.1, 0.4, "M10", "D", "E241; E250; assumed: the rest of it"),
    uncertainty("icb_weighs_waits", "Weight of waits in the ICB's mandate", "weight", 0.9, 0.45, 1.4, "M10", "D", CONSTITUTION),
    uncertainty("icb_weighs_emergencies", "Weight of A&E in the ICB's mandate", "weight", 0.9, 0.45, 1.4, "M10", "D", CONSTITUTION),
    uncertainty("icb_weighs_balance", "Weight of the balance in the ICB's mandate", "weight", 0.4, 0.2, 0.8, "M10", "D", BALANCE),
    uncertainty("icb_weighs_health", "Weight of its people's health in the ICB's mandate", "weight", 0.3, 0.1, 0.6, "M10", "D", "E177; E222; assumed: a third of that of waits"),
    uncertainty("icb_weighs_strategy", "Weight of the strategy in the ICB's mandate", "weight", 0.3, 0.1, 0.6, "M10", "D", "E161; assumed: regard, not obedience"),
    uncertainty("partnership_weighs_strategy", "Weight of its strategy in the partnership's mandate", "weight", 0.7, 0.4, 1.0, "M10", "D", "E161; E188; assumed: most of it"),
    uncertainty("partnership_weighs_inequality", "Weight of inequality in the partnership's mandate", "weight", 0.3, 0.15, 0.6, "M10", "D", "E177; E220; assumed: the rest of it"),
    uncertainty("council_weighs_budget", "Weight of the budget in a council's mandate", "weight", 0.4, 0.2, 0.8, "M10", "D", "E084; E152; assumed: as much as care"),
    uncertainty("council_weighs_care", "Weight of social care in a council's mandate", "weight", 0.4, 0.2, 0.8, "M10", "D", CARE_ACT + "; assumed: as much as the budget"),
    uncertainty("council_weighs_public_health", "Weight of public health in a council's mandate", "weight", 0.2, 0.1, 0.4, "M10", "D", "E144; E158; assumed: half that of care"),
    uncertainty("place_weighs_needs", "Weight of unmet need in a place's mandate", "weight", 0.3, 0.15, 0.6, "M10", "D", "E277; E309; assumed: as much as care near home"),
    uncertainty("place_weighs_access", "Weight of care near home in a place's mandate", "weight", 0.3, 0.15, 0.6, "M10", "D", "E054; E336; assumed: as much as unmet need"),
    uncertainty("place_weighs_joint_work", "Weight of joined-up services in a place's mandate", "weight", 0.4, 0.2, 0.8, "M10", "D", "E332; E335; assumed: a little more than the others"),
    uncertainty("acute_weighs_waits", "Weight of waits in an acute trust's mandate", "weight", 0.35, 0.15, 0.7, "M10", "D", CONSTITUTION),
    uncertainty("acute_weighs_emergencies", "Weight of A&E in an acute trust's mandate", "weight", 0.35, 0.15, 0.7, "M10", "D", CONSTITUTION),
    uncertainty("acute_weighs_total", "Weight of its control total in an acute trust's mandate", "weight", 0.3, 0.15, 0.6, "M10", "D", BALANCE),
    uncertainty("acute_weighs_rating", "Weight of its rating in an acute trust's mandate", "weight", 0.2, 0.1, 0.4, "M10", "D", "E210; E255; assumed: less than waits"),
    uncertainty("community_weighs_access", "Weight of access in a community or mental health trust's mandate", "weight", 0.6, 0.3, 1.0, "M10", "D", "E204; assumed: more than its balance"),
    uncertainty("community_weighs_total", "Weight of its control total in a community or mental health trust's mandate", "weight", 0.4, 0.2, 0.8, "M10", "D", BALANCE),
    uncertainty("care_weighs_viability", "Weight of viability among care providers", "weight", 0.5, 0.25, 1.0, "M10", "D", "E134; E321; assumed: as much as the people they care for"),
    uncertainty("care_weighs_people", "Weight of people's care among care providers", "weight", 0.5, 0.25, 1.0, "M10", "D", "E134; E323; assumed: as much as staying in business"),
)
