"""Parameters of M7 Authority and delegation."""

from sim.parameters.declare import choice, lever, uncertainty

SUBSIDIARITY = {
    "primary": 0.10,
    "community": 0.20,
    "mental-health": 0.40,
    "urgent": 0.50,
    "planned": 0.75,
    "specialised": 0.95,
}

SPALL = "Spall 1992, IEEE Trans. Automatic Control 37:332-341"
AGHION = "Aghion and Tirole 1997, J. Political Economy 105:1-29"

# fmt: off
PARAMETERS = (
    uncertainty("inherited_delegation", "Delegation that places inherit", "share", 0.3, 0.1, 0.5, "M7", "C", "E301; E303"),
    choice("delegation_rule", "Whether delegation follows a fixed rule or learns", "fixed", ("fixed", "adaptive"), "M7", "D", "March 1991, Organization Science 2:71-87; E347", "ICB"),
    lever("delegation_base", "Base level of delegation", "share", 0.4, 0.0, 1.0, "M7", "C", "E233; E302; E305", "ICB"),
    lever("delegation_on_maturity", "How delegation follows a place's maturity", "per unit", 0.2, -0.5, 2.0, "M7", "C", "E110; E301", "ICB"),
    lever("delegation_on_trust", "How delegation follows trust in a place", "per unit", 0.1, -0.5, 1.0, "M7", "C", "E301", "ICB"),
    lever("delegation_on_subsidiarity", "How strictly the subsidiarity tests are applied", "per unit", 0.4, 0.0, 1.5, "M7", "C", "E198; E199", "ICB"),
    lever("delegation_on_shortfall", "How delegation shrinks under shortfall", "per unit", 0.2, 0.0, 1.5, "M7", "C", "E207; E222", "ICB"),
    lever("maturity_threshold", "Maturity at which delegation neither gains nor loses", "0 to 1", 0.5, 0.2, 0.8, "M7", "C", "E098; E110", "ICB"),
    lever("delegation_speed", "Speed of putting announcements into practice", "share of decisions a year", 0.8, 0.0, 1.0, "M7", "C", "E305; E200", "ICB"),
    lever("national_prescription", "National prescription of what may differ", "0 to 1", 0.15, 0.0, 0.9, "M7", "C", "E090; E182; E118", "government"),
    choice("power_condition", "When places may receive powers", "date", ("date", "maturity gate"), "M7", "C", "E096; E098; E122", "government"),
    lever("power_date", "Date on which powers may pass to places", "years from the start", 0.0, 0.0, 6.0, "M7", "C", "E096; E098; E122", "government"),
    lever("gate_threshold", "Maturity at which the gate opens", "0 to 1", 0.55, 0.3, 0.8, "M7", "C", "E098", "government"),
    lever("gate_jointly", "How far councils and ICB judge maturity with the centre", "0 to 1", 0.5, 0.0, 1.0, "M7", "C", "E098", "government"),
    lever("provider_lead", "Money formally held by providers or collaboratives", "share", 0.1, 0.0, 0.9, "M7", "C", "E306; E108", "ICB"),
    lever("stewardship", "How far place boards steer money that others hold", "0 to 1", 0.2, 0.0, 1.0, "M7", "C", "E306; E335", "ICB and trusts"),
    uncertainty("test_noise", "Noise of the subsidiarity tests", "SD", 0.2, 0.1, 0.35, "M7", "D", "E199"),
    uncertainty("test_bias", "Bias of the subsidiarity tests", "score", 0.0, -0.2, 0.2, "M7", "D", "E199"),
    lever("learning_step", "How far an adaptive ICB moves in a year", "share", 0.075, 0.0, 0.2, "M7", "D", "March 1991, Organization Science 2:71-87", "ICB"),
    lever("exploration", "How often an adaptive ICB tries the other way", "0 to 1", 0.15, 0.0, 0.5, "M7", "D", "March 1991, Organization Science 2:71-87", "ICB"),
    uncertainty("override_base", "Usual chance of an override", "a quarter", 0.02, 0.0, 0.05, "M7", "C", "E184; E313"),
    uncertainty("override_on_pressure", "How overrides rise under pressure", "a quarter per unit", 0.12, 0.0, 0.3, "M7", "C", "E207; E222"),
    uncertainty("override_depth", "Part of a place's share lost in an override", "share", 0.6, 0.3, 1.0, "M7", "D", "E184"),
    uncertainty("inherited_elsewhere", "Part of the inherited delegation where no former commissioner stood", "share", 0.4, 0.1, 0.7, "M7", "C", "E301; E303"),
    uncertainty("inherited_most_local", "Inherited delegation of the most local service (falls one for one with the subsidiarity score)", "multiple", 1.2, 1.0, 1.5, "M7", "D", "E198; E301"),
    uncertainty("learning_on_prevention", "Weight of prevention, against waits, in what an adaptive ICB learns from", "ratio", 0.2, 0.0, 0.6, "M7", "C", "E222; E223"),
    uncertainty("learning_noise", "Noise of what an adaptive ICB sees of itself, against what others see", "ratio", 0.1, 0.02, 0.3, "M7", "D", "E148"),
    uncertainty("learning_reach", "Farthest that learning takes the base level", "share", 0.5, 0.2, 0.8, "M7", "D", "March 1991, Organization Science 2:71-87"),
    uncertainty("learning_on_weights", "How far learning moves the weights on maturity and on the tests, against the base level", "ratio", 1.0, 0.5, 2.0, "M7", "D", SPALL),
    uncertainty("trust_threshold", "Trust in a place at which delegation neither gains nor loses", "0 to 1", 0.5, 0.3, 0.7, "M7", "D", "E301"),
    uncertainty("prescription_grip", "Part of decisions that full national prescription takes from places", "share", 0.9, 0.6, 1.0, "M7", "C", "E090; E182"),
    uncertainty("claw_back_margin", "How far an announced share and a formal one differ before anybody minds", "share", 0.05, 0.02, 0.1, "M7", "D", "E200"),
    uncertainty("resistance_on_money", "How resistance of providers rises with a service's share of money", "per share of money", 3.0, 1.5, 5.0, "M7", "C", "E260"),
    uncertainty("resistance_outside_hospital", "Resistance over services outside hospital, against hospital ones", "ratio", 0.3, 0.1, 0.6, "M7", "C", "E226; E260"),
    uncertainty("resistance_less_inherited", "Part of resistance that a former commissioner's footprint spares", "share", 0.3, 0.0, 0.6, "M7", "D", "E301; E303"),
    uncertainty("speed_elsewhere", "Speed of delegation where no former commissioner stood", "multiple", 0.8, 0.5, 1.0, "M7", "C", "E301; E305"),
    uncertainty("speed_inherited", "Speed of delegation on a former commissioner's footprint", "multiple", 1.2, 1.0, 1.6, "M7", "C", "E301; E303"),
    uncertainty("provider_lead_lag", "Time it takes to hand money to providers", "months", 12.0, 6.0, 24.0, "M7", "D", "E261; E306"),
    uncertainty("patience", "Time after which an announcement not carried out is a breach", "months", 12.0, 6.0, 24.0, "M7", "D", "E040; E200"),
    uncertainty("override_on_distrust", "How strongly pressure leads to overrides without trust (falls one for one with trust)", "multiple", 1.3, 1.1, 1.6, "M7", "D", "E264; E301"),
    uncertainty("override_on_doubt", "How overrides rise with doubt about a place's maturity", "a quarter per unit", 0.06, 0.0, 0.15, "M7", "D", "E098; E301"),
    uncertainty("maturity_trusted", "Maturity of a place below which the ICB doubts it", "0 to 1", 0.6, 0.4, 0.8, "M7", "D", "E098; E289"),
    uncertainty("override_least", "Delegated share below which there is nothing to override", "share", 0.06, 0.02, 0.12, "M7", "D", "E184"),
    uncertainty("slip_on_overload", "Part of its decisions that a wholly overloaded ICB lets slip to places", "share", 0.25, 0.0, 0.5, "M7", "D", AGHION),
    uncertainty("drift_outside_hospital", "Drift of services outside hospital to a collaborative that outgrew the ICB, against hospital ones", "ratio", 0.3, 0.1, 0.6, "M7", "D", "E225; E226"),
    *(
        uncertainty(f"subsidiarity_{service}", f"True subsidiarity score of {service.replace('-', ' ')} (0 local, 1 not)", "score", score, max(score - 0.15, 0.0), min(score + 0.15, 1.0), "M7", "C", "E106; E198; E199; E275")
        for service, score in SUBSIDIARITY.items()
    ),
)
