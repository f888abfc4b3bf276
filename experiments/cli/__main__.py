"""``python -m experiments.cli`` is ``tiers``."""

from experiments.cli import main

if __name__ == "__main__":
    main()
