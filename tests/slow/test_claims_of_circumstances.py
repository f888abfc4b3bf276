"""What circumstances claim of policies holds over other futures than those of the page."""

from __future__ import annotations

import os
from typing import Any

import pytest

from experiments.docs import contests

CLAIMS = contests.claims()
pytestmark = pytest.mark.xdist_group("claims of circumstances")  # measured once for all


@pytest.fixture(scope="module")
def measured() -> dict[tuple[str, str], dict[str, Any]]:
    """Every claim by circumstances and id, over futures of another seed."""
    workers = os.cpu_count() or 1
    found = contests.measure_claims(contests.CLAIM_FUTURES, contests.YEARS, contests.SEED + 1, workers, lambda _: None)
    return {(claim["circumstances"], claim["id"]): claim for claim in found["claims"]}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.circumstances}-{claim.id}")
def test_a_claim_holds_over_other_futures(claim: Any, measured: dict[tuple[str, str], dict[str, Any]]) -> None:
    assert measured[claim.circumstances, claim.id]["holds"]
