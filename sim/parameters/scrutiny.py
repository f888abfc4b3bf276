"""Parameters of M15 Scrutiny."""

from sim.parameters.declare import lever, uncertainty

# fmt: off
PARAMETERS = (
    lever("disclosure", "Early openness about plans", "0 to 1", 0.4, 0.0, 1.0, "M13 M15", "C", "E167; E168", "ICB"),
    uncertainty("yearly_change", "How much contested change a year brings", "0 to 1", 0.6, 0.2, 1.0, "M15", "D", "E033; E172"),
    uncertainty("referral_hazard", "Readiness of councils to refer changes upwards", "a quarter", 0.04, 0.01, 0.1, "M15", "D", "E033; E172"),
    uncertainty("joint_scrutiny_cost", "Delay of joint scrutiny for each further council", "share", 0.25, 0.1, 0.5, "M15", "C", "E169; E171"),
    uncertainty("public_memory", "How slowly the public's trust follows", "months", 30.0, 12.0, 60.0, "M15", "D", "E104; E231"),
)
