"""Short forms for declaring parameters."""

from sim.parameters.registry import Distribution, Grade, Parameter


def uncertainty(
    name: str,
    label: str,
    unit: str,
    default: float,
    low: float,
    high: float,
    mechanisms: str,
    grade: Grade,
    evidence: str,
    distribution: Distribution = "uniform",
) -> Parameter:
    """An uncertainty; ``mechanisms`` and ``evidence`` are lists separated by a space and by '; '."""
    return Parameter(
        name, label, unit, default, low, high, "uncertainty", tuple(mechanisms.split()), grade,
        tuple(evidence.split("; ")), distribution,
    )  # fmt: skip


def lever(
    name: str,
    label: str,
    unit: str,
    default: float,
    low: float,
    high: float,
    mechanisms: str,
    grade: Grade,
    evidence: str,
    holder: str,
) -> Parameter:
    """A lever with a number for a setting; ``holder`` says who can pull it."""
    return Parameter(
        name, label, unit, default, low, high, "lever", tuple(mechanisms.split()), grade,
        tuple(evidence.split("; ")), "uniform", (), holder,
    )  # fmt: skip


def choice(
    name: str,
    label: str,
    default: str,
    choices: tuple[str, ...],
    mechanisms: str,
    grade: Grade,
    evidence: str,
    holder: str,
) -> Parameter:
    """A structural lever: one of several named arrangements."""
    return Parameter(
        name, label, "choice", default, 0.0, 0.0, "lever", tuple(mechanisms.split()), grade,
        tuple(evidence.split("; ")), "choice", choices, holder,
    )  # fmt: skip
