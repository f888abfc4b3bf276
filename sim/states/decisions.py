"""States of what is decided on: services, blocs of board seats, and services at places.

One line for each: name | unit | what it means | where it starts (a number, ``given``, ``parameter``; 0 unless told).
"""

TABLE: dict[str, str] = {
    "service": """
        hospital | 0 or 1 | hospital care | given
        mix_given | share of money | share of money at the start, before it is made to sum to 1 | parameter
        asks_executive | share of its wish | what the executives ask for it | given
        asks_acute | share of its wish | what acute trusts ask for it | given
        asks_community_trusts | share of its wish | what community and mental health trusts ask for it | given
        asks_primary_care | share of its wish | what primary care asks for it | given
        asks_councils | share of its wish | what councils ask for it | given
        asks_places | share of its wish | what place leads ask for it | given
        asks_others | share of its wish | what the voluntary sector and public ask for it | given
        wanted_mix | share of money | what the board wants to spend on it
        mix | share of money | the system's spending mix
        subsidiarity | 0 local to 1 not | true subsidiarity score | parameter
        variety | share of spending | variety of need | parameter
        coordination_low | relative to fit | need to coordinate, most local function | parameter
        coordination_high | relative to fit | need to coordinate, least local function | parameter
        scale_low | share of spending | scale loss, most local function | parameter
        scale_high | share of spending | scale loss, least local function | parameter
        spill_low | share of spending | spillover, most local function | parameter
        spill_high | share of spending | spillover, least local function | parameter
    """,
    "bloc": """
        seats_given | seats | seats on the board | given
        seats_wanting | seats | places without a seat of their own | given
        is_acute | 0 or 1 | the acute trusts' bloc | given
        is_executive | 0 or 1 | the executives' bloc | given
        lean | -1 to 1 | lean to care outside hospital | parameter
        preference | -1 to 1 | what the bloc wants
    """,
    "remit": """
        hospital | 0 or 1 | hospital care | given
        blended_mix | share of money | mix that counts | 0.1
        spending | GBPm a month | spending
        effective | GBPm a month | effective spending at constant prices
        volume | ratio | effective spending relative to the start | 1
        effective_start | GBPm a month | effective spending at the start | 1
        place_mix | share of money | the place's spending mix
        formal_place | share | formal share of the place
        formal_provider | share | formal share of providers
        formal_centre | share | formal share of the centre (none under the 2022 Act)
        formal_icb | share | formal share of the ICB
        announced | share | announced share of the place
        announced_provider | share | announced share of providers
        announced_centre | share | announced share of the centre (none under the 2022 Act)
        announced_icb | share | announced share of the ICB
        real_place | share | real share of the place
        real_provider | share | real share of providers
        real_centre | share | real share of the centre
        real_icb | share | real share of the ICB
        steered | share | provider-held money that the place steers
        subsidiarity_seen | 0 local to 1 not | subsidiarity score as tested
        clawed_back | share | clawed back this month
        respected | share | decisions that stood this quarter
        undone_months | months | months since the announcement was outstanding
        undone | share | announced and not done for over a year
        loss | share of spending | loss through the quality of decisions
    """,
}
"""By kind of entity."""
