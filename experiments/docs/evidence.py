"""The page of evidence: the documents, each claim with what rests on it, and the open statistics."""

from __future__ import annotations

import re

from experiments.docs.markdown import head, join, table
from sim.evidence import CLAIMS, DOCUMENTS, LICENCE, STATISTICS
from sim.parameters import REGISTRY


def page() -> str:
    """The documents, and each claim with the parameters that rest on it."""
    used = users()
    parts = [
        head("Evidence"),
        f"{len(CLAIMS)} statements in {len(DOCUMENTS)} documents, declared in [`sim/evidence.py`](../sim/evidence.py). "
        "The gists are this project's wording: quote the documents themselves. The documents say which way things work "
        "and rarely how strongly, so a parameter that rests on them alone is graded C. Statements that no parameter "
        "names stand behind a pattern that the model is to show. Where they contradict each other, and what the model "
        "makes of that, is in [the argument](argument.md).",
    ]
    for document in DOCUMENTS.values():
        parts += [f"## {document.body}, {document.date}", f"*{document.title}*"]
        if document.parts:
            parts.append("Bound into it:\n\n" + "\n".join(f"- {part}" for part in document.parts))
        rows = (
            (f'<a id="{c.id.lower()}"></a>{c.id}', c.locator, c.gist, ", ".join(used[c.id]))
            for c in CLAIMS.values()
            if c.document == document.id
        )
        parts.append(table(("Id", "Where", "Gist", "Parameters"), rows))
    return join([*parts, *_statistics()])


def users() -> dict[str, list[str]]:
    """By evidence id, the parameters that name it, as code."""
    used: dict[str, list[str]] = {code: [] for code in CLAIMS}
    for p in REGISTRY.values():
        for code in re.findall(r"E\d{3}", " ".join(p.evidence)):
            used.setdefault(code, []).append(f"`{p.name}`")
    return used


def _statistics() -> list[str]:
    rows = ((s.body, s.what, s.used_for) for s in STATISTICS)
    return [
        "## Open statistics",
        f"{LICENCE} The figures were rounded, combined and fitted by this project; the publishers have not seen what "
        "became of them and do not endorse it. Which figure of a system comes from where stands in its own file.",
        table(("Publisher", "What", "Used for"), rows),
    ]
