"""Read what lies under ``configs``: systems, policies, timelines and so on; checked, with where figures come from."""

from experiments.config.circumstances import Circumstances, Claim, list_circumstances, load_circumstances
from experiments.config.experiments import Experiment, list_experiments, load_experiment
from experiments.config.folders import Listed, configs_folder
from experiments.config.load import LoadedSystem, list_policies, list_systems, load_policy, load_system
from experiments.config.provenance import Figure, Provenance, Source
from experiments.config.timelines import list_timelines, load_timeline
from experiments.config.weights import Weighting, list_weightings, load_weighting

__all__ = [
    "Circumstances",
    "Claim",
    "Experiment",
    "Figure",
    "Listed",
    "LoadedSystem",
    "Provenance",
    "Source",
    "Weighting",
    "configs_folder",
    "list_circumstances",
    "list_experiments",
    "list_policies",
    "list_systems",
    "list_timelines",
    "list_weightings",
    "load_circumstances",
    "load_experiment",
    "load_policy",
    "load_system",
    "load_timeline",
    "load_weighting",
]
