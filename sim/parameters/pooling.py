"""Parameters of M11 Pooled budgets: what moves the two offers, and how the money follows."""

from sim.parameters.declare import uncertainty

# fmt: off
PARAMETERS = (
    uncertainty("pooling_without_trust", "Part of its aim the ICB offers to pool without trust", "share", 0.4, 0.2, 0.6, "M11", "D", "E051; E307"),
    uncertainty("pooling_on_trust", "How trust in the council raises the ICB's pooling offer", "per unit of trust", 0.8, 0.4, 1.2, "M11", "D", "E264; E307"),
    uncertainty("deficit_that_stops_pools", "Deficit at which the ICB pools nothing beyond the mandated", "share of allocation", 0.08, 0.04, 0.12, "M11", "D", "E212; E227"),
    uncertainty("pooling_outside", "Part of its aim a council outside the system wishes to pool", "share", 0.25, 0.0, 0.5, "M11", "D", "E031; E076"),
    uncertainty("council_pooling_without_trust", "Part of its aim a council wishes to pool without trust", "share", 0.3, 0.1, 0.5, "M11", "D", "E001; E031"),
    uncertainty("unsettled_on_pooling", "Part of a council's wish to pool that unsettled funding takes away", "share", 0.3, 0.1, 0.6, "M11", "C", "E031; E063"),
    uncertainty("pooling_without_exit", "Part of a council's wish to pool left without exit terms", "share", 0.9, 0.7, 1.0, "M11", "D", "E087"),
    uncertainty("exit_on_pooling", "How agreed exit terms raise a council's wish to pool", "share", 0.2, 0.0, 0.4, "M11", "C", "E048; E087"),
    uncertainty("gap_that_stops_pools", "Budget gap at which the balanced-budget red line bites in full", "share of funding", 0.05, 0.02, 0.1, "M11", "D", "E084; E152"),
    uncertainty("care_money_kept", "Part of care money the care-for-care red line takes out of pools", "share", 0.6, 0.3, 0.9, "M11", "D", "E086"),
    uncertainty("refusal_hazard", "How often a distrustful partner to refuses to ratify", "a year, at no trust", 0.35, 0.1, 0.6, "M11", "D", "E082; E083"),
    uncertainty("fall_that_is_leaving", "Fall of a pool that counts as leaving", "share", 0.3, 0.2, 0.5, "M11", "D", "E087"),
    uncertainty("pool_held_without_exit", "Part of care money that red lines keep out of pools where no exit is agreed", "share", 0.85, 0.7, 1.0, "M11", "D", "E087; E082"),
    uncertainty("practice_for_a_case", "Joint practice with which a council can make the business case for pooling all its care money", "0 to 1", 0.4, 0.2, 0.6, "M11", "D", "E083"),
    uncertainty("pool_exit_speed", "How fast a council leaves its pool by its agreed exit under a section 114 notice", "share a month", 0.25, 0.1, 0.5, "M11", "D", "E084; E152"),
    uncertainty("pool_payment_speed", "How fast payments move to the pool agreed", "share a month", 0.35, 0.3, 0.6, "M11", "D", "E083; E307"),
    uncertainty("ratification_on_payment", "How awaiting ratification slows payments into pools", "share a month", 0.2, 0.05, 0.3, "M11", "D", "E082; E083"),
)
