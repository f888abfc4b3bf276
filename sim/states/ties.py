"""States of ties: what one organisation thinks of another.

One line for each: name | unit | what it means | where it starts (a number, ``given``, ``parameter``; 0 unless told).
"""

TABLE: dict[str, str] = {
    "tie": """
        relabelled | 0 to 1 | how far one of its ends is a new organisation this month
        upheaval | stake | reform felt this month
        partner_weight | share | weight of the partner in joint work | given
        contribution | 0 to 1 | contribution to joint work
        contribution_power | weighted power | contribution as it enters the output
        contribution_weighted | weighted share | contribution times weight
        stress | 0 to 1 | what holds the partner back
        kept | stake | promises kept this month
        broken | stake | promises broken this month
        trust | 0 to 1 | trust
        institutional_trust | 0 to 1 | trust between the institutions | 0.5
        evidence_for | events | evidence for
        evidence_against | events | evidence against
        expectation | 0 to 1 | expectation of kept promises
    """,
}
"""By kind of entity."""
