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
    "board",
    "authority",
    "quality",
    "maturity",
    "oversight",
    "recovery",
    "pooling",
    "council",
    "collaboration",
    "promises",
    "trust",
    "turnover",
    "scrutiny",
    "provider_power",
    "rating",
    "observation",
    "mandate",
    "record",
)

for _module in ORDER:
    import_module(f"{__name__}.{_module}")
