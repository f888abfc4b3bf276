"""The evidence register: every id that a parameter names is in it, and every entry says where it stands and what."""

import re

import pytest

from sim.evidence import CLAIMS, DOCUMENTS, cite
from sim.parameters import REGISTRY

ID = re.compile(r"E\d{3}")


def test_every_id_a_parameter_names_is_registered() -> None:
    named = {code: p.name for p in REGISTRY.values() for entry in p.evidence for code in ID.findall(entry)}
    assert not {code: name for code, name in named.items() if code not in CLAIMS}


def test_every_claim_says_where_it_stands_and_what_it_says() -> None:
    for code, claim in CLAIMS.items():
        assert ID.fullmatch(code)
        assert code == claim.id
        assert claim.document in DOCUMENTS
        assert claim.locator
        assert 1 <= len(claim.gist.split()) <= 12, code
    assert len({claim.gist for claim in CLAIMS.values()}) == len(CLAIMS)


def test_every_document_is_used_and_has_title_body_and_date() -> None:
    assert len(DOCUMENTS) == 5
    assert {claim.document for claim in CLAIMS.values()} == set(DOCUMENTS)
    assert all(d.title and d.body and d.date for d in DOCUMENTS.values())


def test_a_citation_names_the_document_its_date_and_the_place() -> None:
    assert cite("E086") == (
        "Kent County Council, County Council, Kent and Medway Integrated Care System update, 23 May 2019, "
        "appendix 1, bullet 6"
    )


def test_an_unknown_id_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(KeyError, match="E999"):
        cite("E999")


def test_every_parameter_names_evidence() -> None:
    assert not [p.name for p in REGISTRY.values() if not any(entry.strip() for entry in p.evidence)]
