"""The model: parameters, rulebook, organisations, two engines, outcomes. It knows nothing of files or screens."""
