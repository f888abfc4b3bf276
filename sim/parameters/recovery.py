"""Parameters of M10 Recovery of failing trusts."""

from sim.parameters.declare import uncertainty

SEGMENTS = "NHS England, NHS Oversight Framework 2025/26, segmentation in quarters 1 and 2"

# fmt: off
PARAMETERS = (
    uncertainty("overspend_in_view", "Weight of a trust's overspend in its overseers' eyes", "per share of income", 2.0, 1.0, 4.0, "M10", "D", "E212; E222"),
    uncertainty("noise_on_trusts", "Noise on what is seen of a trust, against that on a system", "ratio", 0.5, 0.2, 1.0, "M10", "D", "E148"),
    uncertainty("view_renewed", "Part of the overseers' view of a trust renewed in a quarter", "share", 0.5, 0.25, 0.75, "M10", "D", "E148"),
    uncertainty("recovery_entry", "Shortfall that counts against a trust", "shortfall", 0.42, 0.36, 0.55, "M10", "D", "E240; E241"),
    uncertainty("recovery_exit", "Shortfall below which a trust counts as recovered", "shortfall", 0.34, 0.25, 0.36, "M10", "D", "E240; E241"),
    uncertainty("recovery_entry_quarters", "Bad quarters in a row that bring a trust into recovery", "quarters", 2.0, 1.0, 4.0, "M10", "D", SEGMENTS + "; assumed: half a year of sustained evidence"),
    uncertainty("recovery_exit_quarters", "Good quarters in a row that release a trust from recovery", "quarters", 4.0, 2.0, 6.0, "M10", "D", SEGMENTS + "; assumed: a year of sustained evidence"),
    uncertainty("recovery_lead_joint", "ICB's part of the lead where it and the region lead a trust's recovery jointly", "share", 0.6, 0.4, 0.8, "M10", "D", "E240; E241"),
    uncertainty("recovery_without_capability", "Help an ICB gives a trust without capability of its own", "0 to 1", 0.4, 0.2, 0.6, "M10", "D", "E227; E240"),
    uncertainty("recovery_on_capability", "Help an ICB gives a trust by its capability", "per unit of capability", 0.8, 0.4, 1.2, "M10", "D", "E227; E240"),
    uncertainty("recovery_force_of_region", "Force a region brings to a trust's recovery", "0 to 1", 0.6, 0.3, 0.9, "M10", "D", "E241; E244"),
    uncertainty("recovery_unaligned", "Part of recovery help left when overseers do not pull together", "share", 0.3, 0.15, 0.5, "M10", "C", "E242"),
    uncertainty("recovery_effect", "Gain of a trust under full help", "share", 0.02, 0.005, 0.04, "M10", "D", "Bevan and Hood 2006, Public Administration 84:517-538"),
    uncertainty("recovery_effect_time", "Time the gain of recovery takes", "quarters", 12.0, 6.0, 20.0, "M10", "D", "E240; E242"),
    uncertainty("recovery_speed", "How fast help with recovery builds under one joint plan", "share a quarter", 0.25, 0.1, 0.5, "M10", "D", "E242"),
    uncertainty("recovery_speed_unaligned", "Part of the speed of recovery help left when overseers do not pull together", "share", 0.5, 0.2, 0.8, "M10", "C", "E242"),
)
