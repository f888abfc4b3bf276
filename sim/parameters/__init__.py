"""Every lever and uncertainty of the model, declared once; one module per mechanism, named as in the rulebook."""

from sim.parameters import (
    authority,
    board,
    collaboration,
    council,
    environment,
    hospital,
    maturity,
    money,
    need,
    oversight,
    quality,
    social_care,
    trust,
)
from sim.parameters.registry import GRADES, Parameter, Registry, Setting

REGISTRY = Registry(
    parameter
    for module in (
        environment,
        need,
        hospital,
        social_care,
        money,
        board,
        authority,
        quality,
        maturity,
        oversight,
        collaboration,
        council,
        trust,
    )
    for parameter in module.PARAMETERS
)

__all__ = ["GRADES", "REGISTRY", "Parameter", "Registry", "Setting"]
