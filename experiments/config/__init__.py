"""Read the systems, policies and timelines under ``configs``: checked, with the provenance of every figure."""

from experiments.config.folders import Listed, configs_folder
from experiments.config.load import LoadedSystem, list_policies, list_systems, load_policy, load_system
from experiments.config.provenance import Figure, Provenance, Source
from experiments.config.timelines import list_timelines, load_timeline

__all__ = [
    "Figure",
    "Listed",
    "LoadedSystem",
    "Provenance",
    "Source",
    "configs_folder",
    "list_policies",
    "list_systems",
    "list_timelines",
    "load_policy",
    "load_system",
    "load_timeline",
]
