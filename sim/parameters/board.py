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
    choice("footprint", "Footprint of places", "council", ("council", "hospital-flow"), "M6 M7", "C", "E105; E285; E286", "ICB and councils"),
    choice(
        "legal_form",
        "Legal form of the board",
        "corporate",
        ("voluntary", "joint committee", "corporate", "corporate with places", "pair"),
        "M6 M11 M12",
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
    lever("place_seats", "Seats of place leads on the board", "multiple of today's", 1.0, 0.0, 3.0, "M6", "C", "E294; E338; E339", "ICB"),
    lever("council_seats", "Seats of councils on the board", "multiple of today's", 1.0, 0.0, 4.0, "M6", "C", "E035; E036; E265", "ICB"),
    uncertainty("seat_growth", "Seats added in a year of low trust", "seats", 1.0, 0.2, 2.0, "M6", "C", "E265; E266"),
    choice("voting", "How the board votes", "blocs, Banzhaf", ("blocs, Banzhaf", "blocs, Shapley-Shubik", "individuals"), "M6", "D", "Banzhaf 1965, Rutgers Law Review 19:317-343; Shapley and Shubik 1954, American Political Science Review 48:787-792", "ICB"),
    lever("quota", "Votes needed to decide", "share of seats", 0.5, 0.34, 0.9, "M6", "C", "E327", "ICB"),
    lever("consensus", "How far the board decides by consensus", "0 to 1", 0.6, 0.0, 1.0, "M6", "D", "E327", "ICB"),
    uncertainty("yearly_shift", "Most money the board can move in a year", "share of money", 0.012, 0.005, 0.025, "M6", "D", "E260; E063"),
    lever("prevention_protection", "Protection of prevention from cuts", "0 to 1", 0.3, 0.0, 1.0, "M6", "C", "E144; E222", "ICB"),
    lever("short_term_weight", "Weight of waits, winter and money in judging leaders", "0 to 1", 0.6, 0.0, 1.0, "M6 M10", "C", "E220; E222; E223", "NHS England"),
    uncertainty("place_lean", "How far place boards lean to care near home", "-1 to 1", 0.5, 0.0, 0.9, "M6", "C", "E332; E336"),
    lever("clarity", "Clarity of roles", "0 to 1", 0.5, 0.0, 1.0, "M6 M12 M13", "C", "E001; E005; E039; E041", "ICB"),
    *(
        uncertainty(f"mix_given_{service}", f"Share of money for {service.replace('-', ' ')} at the start", "share", share, 0.8 * share, 1.2 * share, "M6", "B", "NHS Bristol, North Somerset and South Gloucestershire ICB annual report 2023/24")
        for service, share in MIX.items()
    ),
    *(
        uncertainty(f"lean_{bloc}", f"Lean of {label} to care outside hospital", "-1 to 1", lean, lean - 0.25, lean + 0.25, "M6", "C", "E222; E226; E235; E260")
        for bloc, (lean, label) in LEANS.items()
    ),
)
