"""Every lever and uncertainty of the model, declared once; one module per mechanism, named as in the rulebook."""

from sim.parameters import (
    authority,
    board,
    collaboration,
    council,
    environment,
    hospital,
    mandate,
    maturity,
    money,
    need,
    observation,
    oversight,
    pooling,
    promises,
    provider_power,
    quality,
    recovery,
    reorganisation,
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
        mandate,
        observation,
        oversight,
        recovery,
        collaboration,
        pooling,
        council,
        promises,
        trust,
        turnover,
        scrutiny,
        provider_power,
        reorganisation,
    )
    for parameter in module.PARAMETERS
)

__all__ = ["GRADES", "REGISTRY", "Parameter", "Registry", "Setting"]
