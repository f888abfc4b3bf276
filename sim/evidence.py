"""The evidence register: the five documents on which the model's qualitative rules rest, and what each was read for.

A parameter of the registry names evidence by id (E001...). Each id stands for one statement in one document; the gist
is this project's own wording, and only the document itself can be quoted. Ids are those of a longer reading of the
documents, so their numbers have gaps.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """One document, by its own title; ``parts`` are the papers bound into it, each with publisher and date."""

    id: str
    title: str
    body: str
    date: str
    parts: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.body}, {self.title}, {self.date}"


@dataclass(frozen=True)
class Statistics:
    """Open statistics of one publisher: what was used, and for what."""

    body: str
    what: str
    used_for: str


@dataclass(frozen=True)
class Claim:
    """One statement of a document: where it stands, and its gist in our own words."""

    id: str
    document: str
    locator: str
    gist: str


DOCUMENTS: Mapping[str, Document] = {
    document.id: document
    for document in (
        Document(
            "leicestershire",
            "Integrated Care Systems (report of the Chief Executive)",
            "Leicestershire County Council Cabinet",
            "13 September 2019",
        ),
        Document(
            "kent",
            "Kent and Medway Integrated Care System update",
            "Kent County Council, County Council",
            "23 May 2019",
        ),
        Document(
            "lga",
            "Integrating care: Next steps to building strong and effective integrated care systems (briefing)",
            "Local Government Association",
            "undated, during the consultation of November 2020 to January 2021",
        ),
        Document(
            "wolverhampton",
            "Health Scrutiny Panel, public meeting (agenda pack)",
            "City of Wolverhampton Council",
            "12 December 2022",
            (
                "Minutes of the panel, 22 September 2022",
                "Performance, budget monitoring and medium-term financial strategy (the council's presentation)",
                "Health overview and scrutiny committee principles (Department of Health and Social Care, July 2022)",
                "Integrated care systems explained (The King's Fund, August 2022)",
                "The first days of statutory integrated care systems: born into a storm (The King's Fund, Dec. 2022)",
                "Place-based partnerships explained (The King's Fund, November 2022)",
                "Social care providers and integrated care systems (The King's Fund, October 2022)",
            ),
        ),
        Document(
            "greater-manchester",
            "Integrating care - Next steps to building strong and effective integrated care systems across England: "
            "Responding to the National Engagement Exercise",
            "Greater Manchester Health and Social Care Partnership",
            "undated, responses were due by 8 January 2021",
        ),
    )
}
"""The documents by id."""

LICENCE = (
    "Contains public sector information licensed under the [Open Government Licence v3.0]"
    "(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/)."
)
"""The acknowledgement that the licence of the open statistics asks for, as Markdown."""

STATISTICS: tuple[Statistics, ...] = (
    Statistics(
        "NHS England",
        "referral to treatment waiting times 2012-2024; A&E attendances and emergency admissions, general and acute "
        "beds, acute discharge situation reports 2022-2025; adult social care activity and finance 2023-2025; provider "
        "directory",
        "starting beds, occupancy, delays, A&E and waiting lists; seasons; waiting-time shape; demand shocks",
    ),
    Statistics(
        "Office for National Statistics",
        "Census 2021; population estimates by age, mid-2020; look-ups of boundaries, April 2024",
        "people and age of communities; which community lies in which system, place and council",
    ),
    Statistics(
        "Ministry of Housing, Communities and Local Government",
        "English indices of deprivation 2025; exceptional financial support for local authorities 2025/26",
        "deprivation of communities and its spread inside them; councils with support",
    ),
    Statistics(
        "Office for Health Improvement and Disparities",
        "NHS acute trust catchment populations, 2022 release",
        "which hospitals the people of a place use",
    ),
    Statistics(
        "Department of Health and Social Care",
        "public health grants to local authorities",
        "starting public health spending",
    ),
)
"""Open statistics under the Open Government Licence, by publisher."""

_TABLE: dict[str, str] = {
    "leicestershire": """
        E001 | para 2(a) | Favours integration; support for an ICS waits for clarity from the NHS
        E002 | para 2(b) | Officers keep taking part while the politicians hold back
        E005 | para 2(d) | Asks who decides, who is responsible and who is accountable
        E011 | para 8 | STP paper belongs to the NHS; council wants its governance reviewed
        E012 | para 12 | County-wide Better Care Fund pool of GBP 60 million
        E014 | para 15 | NHS England promised GBP 20.5 billion more over five years, real
        E015 | para 15 | NHS growth averages 3.4 per cent a year, unevenly over time
        E018 | para 18(a)-(b) | One financial total replaces separate ones for the area's NHS bodies
        E019 | para 18(c) | Pay by population, not activity, changes what trusts can earn
        E022 | paras 23 and 25 | Role of social care and public health in ICSs left open
        E031 | para 24 | No further pooling until care funding is settled
        E033 | paras 30-31 | Joint scrutiny is consulted on large changes and may refer them
        E035 | para 33 | Nine of fifteen seats on the proposed group are NHS
        E036 | para 33 | Only three council seats: chairs of health and wellbeing boards
        E039 | paras 2(e) and 34 | Joining waits for an account of the group's purpose
        E040 | para 35 | Four years of new names and no plan wore confidence down
        E041 | para 35 | Questions asked at three levels of the NHS stayed unanswered
        E042 | para 35 | ICS meetings may take effort from local integration that works
    """,
    "kent": """
        E045 | recommendation (a); sections 5.3 and 5.7 | Kent is a partner to the system, not in it
        E048 | section 1.1 | Red lines make it safe to take part
        E049 | section 1.2 | Taking part early bought better relations and more influence
        E051 | section 2.2 | Policy aims at NHS bodies sharing budgets and risks
        E054 | section 2.4 | Pooled money may help shift care out of hospital
        E055 | section 2.5 | Laws made for autonomous NHS bodies hinder joint running
        E060 | section 3.2 | Different rules and unequal resources stand between NHS and care
        E063 | section 3.3 | New NHS money is mostly spoken for; care funding unclear
        E074 | section 5.2 | Elsewhere some staff and money moved; councils kept control
        E076 | section 5.3 | Pilots: NHS bodies joined in, some councils only alongside
        E077 | section 5.6 | Three levels at once cost a council much effort
        E082 | appendix 1, bullet 2 | Red line: agreements bind only once the council confirms them
        E083 | appendix 1, bullet 3 | Red line: a full business case for changes touching Kent
        E084 | appendix 1, bullet 4 | Red line: nothing may put the balanced budget at risk
        E086 | appendix 1, bullet 6 | Red line: care money for care, inside Kent, traceable
        E087 | appendix 1, bullet 7 | Red line: terms of leaving agreed before joining
    """,
    "lga": """
        E088 | summary | Collaboration before competition, decisions as near to communities as can be
        E089 | summary | Pandemic response shows what councils and NHS achieve together
        E090 | summary; 1 Purpose | Real devolution, or tasks delegated under tight national rules?
        E091 | summary, statutory reform | Councils want a joint committee of equals; NHS England a corporate body
        E092 | summary, statutory reform | Corporate form likely to weaken councils' standing and wider outlook
        E093 | summary, statutory reform | Most commissioning should stay at place; some fear a pull upward
        E096 | summary, maturity and capacity | Systems not yet mature tend to wait for direction from above
        E097 | summary, maturity and capacity | Early dependence could become a lasting habit
        E098 | summary, maturity and capacity | Powers should wait until maturity is shown, councils helping to judge
        E099 | summary, maturity and capacity | Step-by-step transfer keeps duties within weak systems' capacity
        E100 | summary; transition | Prefers help from peers and the sector to national direction
        E101 | summary, calls | Wants a duty to collaborate that binds NHS and councils alike
        E102 | summary, calls | Wants health and wellbeing boards involved, place plans left to them
        E103 | summary, calls | Wants health and wellbeing boards to sign off plans
        E104 | summary; LGA calls | Systems should answer to communities through democratic channels
        E105 | 1 Purpose | Places mostly on council boundaries; footprints to be agreed with councils
        E106 | 1 Purpose | Strong scale economies argue for commissioning above place
        E108 | 2 Putting this into practice | Every NHS trust in a provider collaborative by April 2022
        E110 | 2 Putting this into practice | Money goes to place as partnerships there mature
        E111 | 2 Putting this into practice | Who should at least sit in a place's governance
        E116 | 2, comments | Care providers should count as equal partners
        E118 | 2, comments on finances | Unclear how national frameworks and local priorities share the pot
        E119 | legislative proposals | Option 1: a statutory joint committee of NHS and councils
        E120 | legislative proposals | Option 2: a corporate NHS body with partners on its board
        E121 | legislative proposals, comments | Compulsion adds momentum; leaders need help to collaborate and devolve
        E122 | legislative proposals, comments | Doubts that every system can be ready in time
        E123 | legislative proposals, comments | Fallback: NHS commissioning body answerable to a joint committee
    """,
    "wolverhampton": """
        E127 | Minutes, item 4 | Waiting lists worst in thirty years, says the trust
        E128 | Minutes, item 4 | Late presentation in the pandemic strained cancer care
        E131 | Minutes, item 4 | A trust with room to spare helps a neighbour with long waits
        E132 | Minutes, item 4 | Stable trust finances let it keep staff without agency nurses
        E134 | Minutes, item 4 | Low home-care pay slows discharge from hospital
        E135 | Minutes, item 4 | Mental ill health lies behind many readmissions
        E136 | Minutes, item 4 | Extra council staff in winter to speed discharge
        E138 | Minutes, item 4 | Trust meets its ICB mainly through the provider collaborative
        E139 | Minutes, item 4 | Two acute trusts share chair and chief executive
        E140 | Minutes, item 5 | Nearly every public health indicator worse than England's
        E141 | Minutes, item 5 | Health checks rose from among the lowest to the top quarter
        E143 | Minutes, item 5 | Lost children's and youth services said to burden the NHS
        E144 | Minutes, item 5 | Public health improves with steady money and a long view
        E145 | Minutes, item 6 | Screening and checks save lives and spare later NHS work
        E147 | Presentation, quarter 2 | Pay award behind a GBP 1.5 million council overspend
        E148 | Presentation, performance | 17 of 56 council indicators lacked fresh national data
        E149 | Presentation, health checks | Health checks nearly stopped when GPs paused non-urgent work
        E150 | Presentation, health checks | After a local restart health checks passed the England average
        E152 | Presentation, financial strategy | Budget gap of GBP 12.6 million forecast to double
        E153 | Presentation, financial strategy | Near gap fell to GBP 7 million while the later one grew
        E154 | Presentation, financial strategy | Adult care budget grows six per cent, no savings set against it
        E155 | Presentation, financial strategy | Net budget up GBP 18 million; 7 million still to find
        E156 | Presentation, draft budget | Public health grant assumed flat, next year's being unknown
        E158 | Presentation, reserves | Public health reserve falls by almost GBP 2 million in a year
        E161 | Scrutiny principles, ICSs | Boards must have regard to the partnership's strategy, not obey it
        E167 | Scrutiny principles, 2 Balanced | Sharing contested plans early eases their passage
        E168 | Scrutiny principles, 3 Inclusive | Trusted scrutiny passes local knowledge on to the system
        E169 | Scrutiny principles, 4 Collaborative | Changes across several councils need a joint scrutiny committee
        E171 | Scrutiny principles, 4 Collaborative | Joint scrutiny is slow: politics, resources, setting up
        E172 | Scrutiny principles, next steps | Ministers may step into any reconfiguration; councils' referral changes
        E177 | ICSs explained, what they are | Four aims: outcomes, inequality, value, wider benefit
        E178 | ICSs explained, why needed | Living conditions matter most for health
        E181 | ICSs explained, where from | Law alone does not make people collaborate
        E182 | ICSs explained, where from | A loose national frame left systems very different
        E183 | ICSs explained, where from | Room to fit local circumstances may build commitment
        E184 | ICSs explained, boards | Delegated functions stay the ICB's to answer for
        E188 | ICSs explained, partnerships | Partnership without money or formal power may not set the agenda
        E189 | ICSs explained, partnerships | Partnerships were often set up after the boards
        E190 | ICSs explained, systems and places | Systems of a million people suit local design badly
        E195 | ICSs explained, systems and places | Some large systems add a tier between system and place
        E198 | ICSs explained, systems and places | Subsidiarity: systems take on only what needs scale
        E199 | ICSs explained, systems and places | West Yorkshire's tests of what belongs at system level
        E200 | ICSs explained, systems and places | Policy expects delegation to place; the law leaves it open
        E204 | ICSs explained, NHS providers | Trusts keep own duties and must collaborate as well
        E205 | ICSs explained, local government | Council involvement varies; equal partnership held essential
        E207 | ICSs explained, local government | NHS performance may crowd out partnership with councils
        E208 | ICSs explained, voluntary sector | Voluntary sector too stretched and varied to weigh much
        E209 | ICSs explained, voluntary sector | Alliances or funded posts give the voluntary sector a way in
        E210 | ICSs explained, oversight | Regulating single organisations has got in the way of collaboration
        E212 | ICSs explained, how we will know | Systems must break even and meet national targets
        E213 | ICSs explained, how we will know | Peer challenge on shared data builds mutual accountability
        E214 | ICSs explained, where next | Integration takes years; reorganisation kept cutting it short
        E216 | Born into a storm, context | Ministers changed again and again during 2022
        E217 | Born into a storm, context | Inflation eats into NHS growth and council budgets
        E218 | Born into a storm, context | Up to two fifths of national and regional staff to go
        E219 | Born into a storm, context | Ministers were adding targets, not removing them
        E220 | Born into a storm, context | Cost of living widens inequality as duties to narrow begin
        E221 | Born into a storm, context | Some leaders see crisis as a push to integrate
        E222 | Born into a storm, priorities | Judged on winter, money and waits, leaders set population health aside
        E223 | Born into a storm, priorities | Chairs guard the long view
        E224 | Born into a storm, within the NHS | Foundation trusts' independence seen as an obstacle
        E225 | Born into a storm, within the NHS | Big collaboratives might take the ICS's place, a chair fears
        E226 | Born into a storm, within the NHS | Acute trusts work the board to keep their influence
        E227 | Born into a storm, within the NHS | Boards answer for providers that they do not run
        E228 | Born into a storm, within the NHS | Hospital and social care performance hang together
        E231 | Born into a storm, local accountability | Systems that show no local progress risk abolition
        E233 | Born into a storm, local government | Neighbouring systems: full delegation, moderate, centralising
        E234 | Born into a storm, local government | Statutory standing brought formerly distant councils to the table
        E235 | Born into a storm, local government | Public health teams broker between councils and NHS
        E236 | Born into a storm, local government | Ornament or engine: the partnership's role is open
        E237 | Born into a storm, local government | One chair or two for board and partnership
        E238 | Born into a storm, local government | One chair shows commitment and guards the long view
        E239 | Born into a storm, local government | One chair feeds fears of NHS dominance
        E240 | Born into a storm, poor performance | Many want the system, with the region, to act first
        E241 | Born into a storm, poor performance | Some leave failing trusts to region and centre
        E242 | Born into a storm, poor performance | Several overseers confuse recovery; one joint plan helps
        E243 | Born into a storm, poor performance | A board that cannot lead recovery becomes a channel for money
        E244 | Born into a storm, centre and region | Centre and region still go to trusts directly
        E245 | Born into a storm, centre and region | Proposal: devolve, with far smaller central and regional teams
        E246 | Born into a storm, centre and region | Boards wish to meet regions as equals
        E247 | Born into a storm, centre and region | A new minister's priorities brought more intervention
        E248 | Born into a storm, centre and region | Command and control unchanged, says an elected chair
        E249 | Born into a storm, centre and region | A region that believes in subsidiarity shields its systems
        E250 | Born into a storm, centre and region | Regions with many systems fall back on performance management
        E251 | Born into a storm, centre and region | Middle layers who fear for their posts find letting go hardest
        E253 | Born into a storm, politicians | Short initiatives: little money, reporting that outlasts it
        E254 | Born into a storm, politicians | How integration will be rated is unsettled
        E255 | Born into a storm, politicians | One leader: no rating above the weakest member's
        E256 | Born into a storm, politicians | Others find that unfair to the strong
        E258 | Born into a storm, local places | The partnership can raise questions though it lacks power
        E259 | Born into a storm, local places | Strong and weak places side by side; levelling up intended
        E260 | Born into a storm, local places | Many acute hospitals resist places that would draw money away
        E261 | Born into a storm, managing the change | Making two bodies of one board took long
        E262 | Born into a storm, managing the change | Stable, mature systems changed smoothly; others suffered
        E263 | Born into a storm, managing the change | Where many leaders are new, trust must be rebuilt
        E264 | Born into a storm, managing the change | Relationships mattered more than structures in earlier reforms
        E265 | Born into a storm, new structures | Councils that will not share a seat swell the board
        E266 | Born into a storm, new structures | Trust may let boards shrink
        E267 | Born into a storm, new structures | Many tiers, much talk, little action feared
        E270 | Born into a storm, conclusion | Relations of councils and NHS have mostly improved
        E275 | Place-based partnerships, purpose | What suits the system and what suits the place
        E277 | Place-based partnerships, examples | Voluntary groups and GPs reached people whom services miss
        E281 | Place-based partnerships, what a place is | South East London: six places, six boroughs
        E285 | Place-based partnerships, what a place is | Nottinghamshire: four places under two upper-tier councils
        E286 | Place-based partnerships, what a place is | Two Nottinghamshire places follow patient flows to hospitals
        E289 | Place-based partnerships, what a place is | Places inside a system differ in size and capability
        E294 | Place-based partnerships, governance | Place leads answer to both sides and often join the board
        E300 | Place-based partnerships, governance | Place teams: sizeable in some places, tiny elsewhere
        E301 | Place-based partnerships, resources | Delegation follows maturity and what former commissioners left
        E302 | Place-based partnerships, resources | West Yorkshire: nearly the whole budget to place committees
        E303 | Place-based partnerships, resources | West Yorkshire's places stand on former commissioners' footprints
        E304 | Place-based partnerships, resources | Most West Yorkshire staff work in place teams
        E305 | Place-based partnerships, resources | Elsewhere delegation is selective, or promised for later
        E306 | Place-based partnerships, resources | Greater Manchester: providers hold money, localities steward it
        E307 | Place-based partnerships, resources | One budget per place: a wide wish, uneven progress
        E308 | Place-based partnerships, HWBs | Nottingham: board sets priorities, place partnership carries them out
        E309 | Place-based partnerships, HWBs | Same population: place partnership and board complement each other
        E310 | Place-based partnerships, HWBs | Essex: one board frames several places' priorities
        E312 | Place-based partnerships, what next | Most areas want places to do more, from uneven starts
        E313 | Place-based partnerships, what next | How places gain influence and answer for it is open
        E314 | Social care providers | Adult social care employs about 1.5 million people
        E320 | Social care providers | Distrust between health and care makes providers withdraw
        E321 | Social care providers | A fragmented care sector struggles to be represented
        E323 | Social care providers | Remedies: better communication, understanding, a formal route in
        E324 | Social care providers | Care providers' involvement as the test of intent
    """,
    "greater-manchester": """
        E326 | section 3.1; 4.4, question 2 | Two accountable officers would blur leadership
        E327 | section 3.2 | No single member could veto under option 2
        E329 | section 3.2 | A full-time chief executive sharpens accountability
        E331 | section 4.2 | Deciding nearer to communities is held to give better outcomes
        E332 | section 4.2 | Local collaboration eases divided aims and funding
        E333 | section 4.2 | Providers do better together than in competition
        E335 | section 4.4, question 1 | Statutory gains need whole-place working and local control
        E336 | section 4.4, question 1 | Without place control decisions drift from communities and prevention
        E338 | section 4.4, question 1 | Proposal: leaders of all ten localities on the board
        E339 | section 4.4, question 2 | Option 2 accepted if places make up the board
        E347 | section 4.4, question 4 | Delegation is a tool to bring decisions near, not an aim
    """,
}


def _parse(document: str, text: str) -> list[Claim]:
    claims = []
    for line in text.strip().splitlines():
        code, locator, gist = (part.strip() for part in line.split("|"))
        claims.append(Claim(code, document, locator, gist))
    return claims


CLAIMS: Mapping[str, Claim] = {claim.id: claim for document, text in _TABLE.items() for claim in _parse(document, text)}
"""Every claim by id."""


def cite(code: str) -> str:
    """The citation of an evidence id: document, date and where it stands. KeyError names the nearest id."""
    if code not in CLAIMS:
        near = difflib.get_close_matches(code, CLAIMS, n=1)
        raise KeyError(f"no evidence '{code}'" + (f"; did you mean '{near[0]}'?" if near else ""))
    claim = CLAIMS[code]
    return f"{DOCUMENTS[claim.document]}, {claim.locator}"
