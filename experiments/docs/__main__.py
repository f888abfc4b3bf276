"""Write the pages and say which changed."""

from __future__ import annotations

import sys

from experiments.docs import pages, write
from experiments.provenance import ROOT


def main() -> int:
    """Write the pages and say which changed."""
    changed = write()
    for path in changed:
        print(path.relative_to(ROOT).as_posix())
    print(f"{len(changed)} of {len(pages())} files changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
