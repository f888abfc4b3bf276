"""The rulebook: one module per mechanism, pure functions with declared reads and writes.

``ORDER`` is the order in which the rules of one phase run, module by module; the phases themselves are listed in
``sim.schedule``. Importing this package declares every rule.
"""

from importlib import import_module

ORDER = (
    "environment",
    "need",
    "social_care",
    "hospital",
    "money",
    "council_money",
    "strategy",
    "voting",
    "board",
    "spending",
    "authority",
    "quality",
    "maturity",
    "oversight",
    "recovery",
    "pooling",
    "council",
    "collaboration",
    "promises",
    "promises_partners",
    "promises_centre",
    "promises_reform",
    "trust",
    "turnover",
    "reorganisation",
    "scrutiny",
    "provider_power",
    "rating",
    "observation",
    "mandate",
    "record",
    "record_power",
    "record_people",
)

for _module in ORDER:
    import_module(f"{__name__}.{_module}")
