"""Parameters of M15 Scrutiny."""

from sim.parameters.declare import lever, uncertainty

# fmt: off
PARAMETERS = (
    lever("disclosure", "Early openness about plans", "0 to 1", 0.4, 0.0, 1.0, "M15", "C", "E167; E168", "ICB"),
    uncertainty("yearly_change", "How much contested change a year brings", "0 to 1", 0.6, 0.2, 1.0, "M15", "D", "E033; E172"),
    uncertainty("referral_hazard", "Readiness of councils to refer changes upwards", "a quarter", 0.04, 0.01, 0.1, "M15", "D", "E033; E172"),
    uncertainty("joint_scrutiny_cost", "Delay of joint scrutiny for each further council", "share", 0.25, 0.1, 0.5, "M15", "C", "E169; E171"),
    uncertainty("public_memory", "How slowly the public's trust follows", "months", 30.0, 12.0, 60.0, "M15", "D", "E104; E231"),
    uncertainty("contested_anyway", "Part of a year's change that is contested though no money moves", "share", 0.3, 0.1, 0.6, "M15", "D", "E033; E172"),
    uncertainty("contest_on_money", "How money moved between services is contested", "per share of money", 20.0, 5.0, 40.0, "M15", "D", "E033; E074"),
    uncertainty("contest_on_clawback", "How powers clawed back are contested", "per share clawed back", 2.0, 0.5, 4.0, "M15", "D", "E091; E105"),
    uncertainty("contest_on_reform", "How reorganisation is contested", "per unit of disruption", 0.5, 0.2, 1.0, "M15", "D", "E040; E214"),
    uncertainty("disclosure_on_referral", "Part of the readiness to refer that early openness takes away", "share", 0.7, 0.3, 0.9, "M15", "C", "E167; E168"),
    uncertainty("referral_without_trust", "Readiness to refer where trust is nil (each unit of trust lowers it by one)", "multiple", 1.4, 1.0, 2.0, "M15", "D", "E168"),
    uncertainty("disclosure_on_delay", "Part of scrutiny's delay that early openness saves", "share", 0.3, 0.1, 0.6, "M15", "C", "E167"),
    uncertainty("referral_delay", "Delay of a referral upwards", "months", 6.0, 3.0, 12.0, "M15", "D", "E033; E172"),
    uncertainty("public_on_waits", "Weight of planned waits in the public's trust", "per share treated in 18 weeks", 0.25, 0.1, 0.4, "M15", "D", "E127; E104"),
    uncertainty("public_on_four_hours", "Weight of A&E in the public's trust", "per share within four hours", 0.3, 0.1, 0.45, "M15", "D", "E222; E104"),
    uncertainty("public_on_access", "Weight of access to practices in the public's trust", "per unit of access", 0.2, 0.1, 0.4, "M15", "D", "E277; E104"),
    uncertainty("access_taken_for_granted", "Access to practices that earns no trust", "ratio to the start", 0.2, 0.0, 0.5, "M15", "D", "E277; E104; assumed: a fifth of the access of the start is taken for granted"),
    uncertainty("public_on_disclosure", "Weight of openness in the public's trust", "per unit of disclosure", 0.15, 0.05, 0.3, "M15", "D", "E104; E167"),
    uncertainty("public_on_referral", "Public trust lost while a change is referred upwards", "a month", 0.02, 0.0, 0.05, "M15", "D", "E033; E104"),
)
