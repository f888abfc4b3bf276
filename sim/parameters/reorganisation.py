"""Parameters of M18 Timeline: what reorganisation costs and loses."""

from sim.parameters.declare import lever, uncertainty

FULOP = "Fulop and others 2002, BMJ 325:246"
WALSHE = "Walshe 2010, BMJ 341:c3843"
CLUSTERS = "Written statement on integrated care boards, DHSC, September 2025: 42 boards under 26 leadership teams"
REDUNDANCY = (
    "NHS redundancy plan, DHSC and HM Treasury, November 2025: GBP 1 billion for savings of GBP 1 billion a year"
)
UNITARY = "Evaluating the importance of scale in proposals for local government reorganisation, PwC for the County Councils Network, 2020"

# fmt: off
PARAMETERS = (
    lever("board_span", "Systems whose boards share one team", "systems", 1.0, 1.0, 4.0, "M18", "B", CLUSTERS, "government and ICBs"),
    lever("board_merged", "Boards that share a team are merged in law", "0 no, 1 yes", 0.0, 0.0, 1.0, "M18", "B", CLUSTERS, "government and ICBs"),
    uncertainty("attention_divided", "Attention a board's leaders lose with each further system", "share", 0.1, 0.0, 0.3, "M18", "D", FULOP),
    uncertainty("shared_team_gain", "Staff time won where boards do once what each did alone", "share", 0.15, 0.0, 0.3, "M18", "D", FULOP),
    uncertainty("voice_lost_by_sharing", "Say that councils lose on a board for many systems", "share", 0.3, 0.0, 0.6, "M18", "D", "E265; E266"),
    uncertainty("voice_lost_unmerged", "Part of that loss where boards share a team and are not one in law", "share", 0.5, 0.2, 0.8, "M18", "D", "E265"),
    uncertainty("sight_lost_by_merging", "Knowledge of local need that a board for many systems loses", "share", 0.15, 0.0, 0.4, "M18", "D", "E263"),
    uncertainty("trust_lost_by_relabelling", "Part of relational trust lost when an organisation gives way to another", "share", 0.25, 0.1, 0.5, "M18", "D", "E262; E263; E264"),
    uncertainty("relabelling_stake", "How far a new organisation breaks what the old one promised", "stake", 0.15, 0.05, 0.4, "M18", "D", "E262"),
    uncertainty("redundancy_cost", "Cost of letting staff go", "years of what they cost", 1.0, 0.5, 1.5, "M18", "B", REDUNDANCY),
    uncertainty("board_change_cost", "Cost of putting boards together", "share of a year's running costs", 0.1, 0.03, 0.25, "M18", "D", WALSHE),
    uncertainty("place_change_cost", "Cost to the NHS of new places, councils and trusts to deal with", "GBP for each person concerned", 3.0, 0.5, 8.0, "M18", "D", WALSHE),
    uncertainty("council_change_cost", "Cost to councils of new councils", "GBP for each person concerned", 22.0, 12.0, 35.0, "M18", "B", UNITARY),
    uncertainty("transition_time", "Time over which changing organisations is paid for", "months", 12.0, 6.0, 24.0, "M18", "D", FULOP),
)
