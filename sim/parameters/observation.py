"""Parameters of what organisations see of each other (M10)."""

from sim.parameters.declare import uncertainty

# fmt: off
PARAMETERS = (
    uncertainty("region_distance", "How much slower the region sees than the ICB", "ratio", 1.5, 1.0, 2.5, "M10", "C", "E250; E249"),
    uncertainty("initial_shortfall", "Pressure and shortfall on national targets at the start", "weighted shortfall", 0.1, 0.0, 0.3, "M10", "D", "E127; E212; assumed: short of the targets, not far"),
)
