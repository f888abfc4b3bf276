"""Parameters of M6 Board and strategy."""

from sim.parameters.declare import choice, lever, uncertainty

LEANS = {
    "executive": (0.35, "ICB executives"),
    "acute": (-0.5, "acute trusts"),
    "community_trusts": (0.6, "mental health and community trusts"),
    "primary_care": (0.5, "primary care"),
    "councils": (0.7, "councils"),
    "places": (0.6, "place leads"),
    "others": (0.5, "the voluntary sector and public"),
}

MIX = {
    "primary": 0.20,
    "community": 0.15,
    "mental-health": 0.105,
    "urgent": 0.245,
    "planned": 0.245,
    "specialised": 0.055,
}

# fmt: off
PARAMETERS = (
    choice("footprint", "Footprint of places", "council", ("council", "hospital-flow", "former-commissioner", "sub-county"), "M6 M7", "C", "E105; E285; E286", "ICB and councils"),
    choice(
        "legal_form",
        "Legal form of the board",
        "corporate",
        ("voluntary", "joint committee", "corporate", "corporate with places", "pair"),
        "M6 M11",
        "C",
        "E091; E119; E120; E123; E339",
        "government",
    ),
    uncertainty("strategy_ambition", "What the partnership's strategy wants moved out of hospital in ten years", "share of money", 0.05, 0.0, 0.12, "M6", "C", "E177; E161"),
    lever("icp_influence", "Influence of the integrated care partnership", "0 to 1", 0.3, 0.0, 1.0, "M6", "C", "E188; E236; E258", "ICB and councils"),
    lever("icp_money", "Money under the partnership", "0 to 1", 0.1, 0.0, 1.0, "M6", "C", "E188", "ICB and councils"),
    lever("icp_start", "When the partnership starts work", "months", 6.0, 0.0, 60.0, "M6", "C", "E189", "ICB and councils"),
    lever("joint_chair", "One chair for ICB and partnership", "0 no, 1 yes", 0.0, 0.0, 1.0, "M6", "C", "E237; E238; E239", "ICB and councils"),
    lever("sign_off", "Health and wellbeing boards sign off plans", "0 no, 1 yes", 0.0, 0.0, 1.0, "M6", "C", "E102; E103", "government"),
    lever("place_seats", "Seats of place leads on the board (none, as today, one for every place)", "-1 to 1", 0.0, -1.0, 1.0, "M6", "C", "E294; E338; E339", "ICB"),
    lever("council_seats", "Seats of councils on the board", "multiple of today's", 1.0, 0.0, 4.0, "M6", "C", "E035; E036; E265", "ICB"),
    uncertainty("seat_growth", "Seats added in a year of low trust", "seats", 1.0, 0.2, 2.0, "M6", "C", "E265; E266"),
    choice("voting", "How the board votes", "blocs, Banzhaf", ("blocs, Banzhaf", "blocs, Shapley-Shubik", "individuals"), "M6", "D", "Banzhaf 1965, Rutgers Law Review 19:317-343; Shapley and Shubik 1954, American Political Science Review 48:787-792", "ICB"),
    lever("quota", "Votes needed to decide", "share of seats", 0.5, 0.34, 0.9, "M6", "C", "E327", "ICB"),
    lever("consensus", "How far the board decides by consensus", "0 to 1", 0.6, 0.0, 1.0, "M6", "D", "E327", "ICB"),
    uncertainty("service_shift", "How far board members move money between services on one side of the hospital's door, against moves across it", "ratio", 0.5, 0.0, 1.0, "M6", "D", "E222; E260"),
    uncertainty("yearly_shift", "Most money the board can move in a year", "share of money", 0.02, 0.01, 0.035, "M6", "D", "E260; E063"),
    lever("prevention_protection", "Protection of prevention from cuts", "0 to 1", 0.3, 0.0, 1.0, "M6", "C", "E144; E222", "ICB"),
    lever("short_term_weight", "Weight of waits, winter and money in judging leaders", "0 to 1", 0.6, 0.0, 1.0, "M6", "C", "E220; E222; E223", "NHS England"),
    uncertainty("place_lean", "How far place boards lean to care near home", "-1 to 1", 0.5, 0.0, 0.9, "M6", "C", "E332; E336"),
    lever("clarity", "Clarity of roles", "0 to 1", 0.5, 0.0, 1.0, "M12", "C", "E001; E005; E039; E041", "ICB"),
    # the partnership's strategy and the councils' voice
    uncertainty("strategy_on_mandate", "How pressure from its mandate raises what the partnership wants outside hospital", "share of money per unit", 0.02, 0.0, 0.05, "M6", "C", "E177; E178; E258"),
    uncertainty("pull_without_money", "Weight of a partnership without money, against one with all of it", "share", 0.2, 0.05, 0.4, "M6", "C", "E188; E258"),
    uncertainty("pull_of_joint_chair", "Weight that a joint chair adds to the partnership's strategy", "share", 0.4, 0.0, 0.8, "M6", "C", "E237; E238"),
    uncertainty("pull_of_sign_off", "Weight that signing off plans gives the strategy", "0 to 1", 0.15, 0.05, 0.3, "M6", "D", "E103; E161"),
    uncertainty("pull_across_boundaries", "Weight of the strategy where places cross council boundaries", "share", 0.3, 0.1, 0.6, "M6", "C", "E105; E309; E310"),
    uncertainty("voice_at_table", "Say a council feels by being at the table", "0 to 1", 0.1, 0.0, 0.2, "M6", "C", "E049; E205"),
    uncertainty("voice_through_icp", "Say a council feels through an influential partnership", "0 to 1", 0.3, 0.1, 0.5, "M6", "C", "E188; E236; E258"),
    uncertainty("joint_chair_fear", "Say a council without trust loses under a joint chair", "0 to 1", 0.25, 0.0, 0.5, "M6", "C", "E239"),
    # seats, preferences and delay
    uncertainty("seat_trust", "Trust at which the board neither grows nor shrinks", "0 to 1", 0.55, 0.4, 0.7, "M6", "D", "E265; E266"),
    uncertainty("seat_weight_of_councils", "Weight of trust between councils, against trust in the ICB, in the size of the board", "share", 0.6, 0.3, 0.9, "M6", "D", "E265"),
    uncertainty("seat_doubt", "Lack of trust that adds a full year's seats", "0 to 1", 0.25, 0.15, 0.5, "M6", "D", "E265"),
    uncertainty("seat_shrinkage", "Speed at which the board shrinks, against growing", "ratio", 0.5, 0.1, 1.0, "M6", "D", "E266"),
    uncertainty("seat_limit", "Most seats that distrust adds", "seats", 12.0, 6.0, 18.0, "M6", "D", "E265"),
    uncertainty("pressure_on_blocs", "How short-term pressure pulls every bloc towards hospitals", "per unit of pressure", 0.6, 0.3, 0.9, "M6", "C", "E222"),
    uncertainty("pressure_on_executive", "Further pull of short-term pressure on ICB executives", "per unit of pressure", 0.9, 0.3, 1.5, "M6", "C", "E207; E222"),
    uncertainty("pressure_on_acute", "Further pull of short-term pressure on acute trusts", "per unit of pressure", 0.3, 0.0, 0.6, "M6", "C", "E222; E226"),
    uncertainty("lean_of_joint_chair", "How a joint chair leans ICB executives to care outside hospital", "-1 to 1", 0.2, 0.0, 0.4, "M6", "C", "E238"),
    uncertainty("starting_delay", "Time from proposal to decision at the start", "months", 4.0, 2.0, 8.0, "M6", "D", "E267"),
    uncertainty("delay_of_members", "Time that each member of the board adds to a decision", "months", 0.12, 0.05, 0.2, "M6", "D", "E265; E267"),
    uncertainty("delay_of_duplication", "Time that work done twice adds to a decision", "months per unit", 2.0, 0.5, 4.0, "M6", "D", "E195; E267"),
    uncertainty("delay_of_sign_off", "Time that signing off by health and wellbeing boards takes", "months", 1.5, 0.5, 3.0, "M6", "D", "E103"),
    uncertainty("delay_of_ratification", "Time that councils' ratification takes", "months", 1.0, 0.5, 3.0, "M6", "D", "E082; E083"),
    uncertainty("delay_on_trust", "How far trust shortens decisions, and distrust lengthens them", "share", 0.5, 0.2, 0.8, "M6", "D", "E167; E264"),
    # legal form, against a corporate body where a form adds something
    uncertainty("voice_of_form_voluntary", "Say a council feels in a voluntary partnership, beyond that in a corporate body", "0 to 1", 0.15, 0.05, 0.25, "M6", "C", "E092; E121"),
    uncertainty("voice_of_form_joint_committee", "Say a council feels in a joint committee, beyond that in a corporate body", "0 to 1", 0.25, 0.1, 0.4, "M6", "C", "E091; E092; E119"),
    uncertainty("voice_of_form_corporate_with_places", "Say a council feels where places make up the corporate board, beyond that in a corporate body", "0 to 1", 0.1, 0.0, 0.2, "M6", "C", "E092; E339"),
    uncertainty("voice_of_form_pair", "Say a council feels where a joint committee stands beside the NHS body, beyond that in a corporate body", "0 to 1", 0.2, 0.05, 0.35, "M6", "C", "E092; E123"),
    uncertainty("delay_of_form_voluntary", "Time a decision takes in a voluntary partnership", "months", 4.0, 2.5, 6.0, "M6", "D", "E121; E267"),
    uncertainty("delay_of_form_joint_committee", "Time a decision takes in a joint committee", "months", 3.5, 2.0, 5.0, "M6", "C", "E119; E326"),
    uncertainty("delay_of_form_corporate", "Time a decision takes in a corporate body", "months", 2.0, 1.0, 3.0, "M6", "C", "E120; E327; E329"),
    uncertainty("delay_of_form_corporate_with_places", "Time a decision takes in a corporate body whose board places make up", "months", 2.5, 1.5, 3.5, "M6", "D", "E329; E339"),
    uncertainty("delay_of_form_pair", "Time a decision takes in an NHS body beside a joint committee", "months", 3.0, 1.5, 4.5, "M6", "D", "E123; E267"),
    uncertainty("duplication_of_form_voluntary", "Work done twice in a voluntary partnership, beyond that in a corporate body", "0 to 1", 0.1, 0.03, 0.2, "M6", "D", "E121; E267"),
    uncertainty("duplication_of_form_joint_committee", "Work done twice in a joint committee, beyond that in a corporate body", "0 to 1", 0.05, 0.0, 0.15, "M6", "C", "E326; E329"),
    uncertainty("duplication_of_form_corporate_with_places", "Work done twice where places make up the corporate board, beyond that in a corporate body", "0 to 1", 0.0, 0.0, 0.05, "M6", "C", "E339"),
    uncertainty("duplication_of_form_pair", "Work done twice by an NHS body and the joint committee beside it, beyond that in a corporate body", "0 to 1", 0.15, 0.05, 0.3, "M6", "C", "E123; E267; E326"),
    # the board's and the places' mixes
    uncertainty("usual_delay", "Delay at which the board moves all the money it can", "months", 3.0, 2.0, 5.0, "M6", "D", "E267"),
    uncertainty("shift_on_delay", "How each further month of delay slows moving money", "per month", 0.1, 0.05, 0.15, "M6", "D", "E267"),
    uncertainty("strategy_gap", "Distance from the strategy at which it pulls with full force", "share of money", 0.05, 0.02, 0.1, "M6", "D", "E161; E188"),
    uncertainty("growth_pull", "How bargaining power of acute trusts pulls growth money to hospitals", "of the yearly shift, per unit of power", 0.4, 0.1, 0.8, "M6", "C", "E226; E260"),
    uncertainty("veto_point", "Lean below which acute trusts refuse agreement", "-1 to 1", -0.5, -0.8, -0.2, "M6", "D", "E226; E260; E327"),
    uncertainty("place_shift", "Money a place board with all power can move, against the ICB's", "multiple", 1.5, 1.0, 2.5, "M6", "D", "E335; E336"),
    uncertainty("place_mix_on_need", "How need above the average leans a place's mix to local care", "per unit of need", 0.3, 0.0, 0.6, "M6", "D", "E140; E145"),
    uncertainty("place_mix_on_mandate", "How pressure from its own mandate leans a place's mix to local care", "per unit of pressure", 0.3, 0.0, 0.6, "M6", "D", "E332; E336"),
    uncertainty("place_mix_on_pressure", "How short-term pressure pulls a place's mix to hospitals", "per unit of pressure", 0.3, 0.1, 0.6, "M6", "C", "E207; E222"),
    uncertainty("duplication_of_boundaries", "Work done twice where no boundary matches a council's", "0 to 1", 0.5, 0.2, 0.8, "M6", "C", "E077; E105; E309"),
    uncertainty("duplication_of_roles", "Work done twice where no role is clear", "0 to 1", 0.25, 0.1, 0.5, "M6", "C", "E005; E041; E326"),
    *(
        uncertainty(f"mix_given_{service}", f"Share of money for {service.replace('-', ' ')} at the start", "share", share, 0.8 * share, 1.2 * share, "M6", "B", "NHS Bristol, North Somerset and South Gloucestershire ICB annual report 2023/24")
        for service, share in MIX.items()
    ),
    *(
        uncertainty(f"lean_{bloc}", f"Lean of {label} to care outside hospital", "-1 to 1", lean, lean - 0.25, lean + 0.25, "M6", "C", "E222; E226; E235; E260")
        for bloc, (lean, label) in LEANS.items()
    ),
)
