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
    provider_power,
    quality,
    scrutiny,
    social_care,
    trust,
    turnover,
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
        turnover,
        scrutiny,
        provider_power,
    )
    for parameter in module.PARAMETERS
)

__all__ = ["GRADES", "REGISTRY", "Parameter", "Registry", "Setting"]
