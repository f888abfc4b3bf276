"""Assumptions that are no parameter: what the model does where documents and literature are silent, or leave a choice.

A coefficient with a range is in the registry and is swept. What stands here is the shape of things: who exists, what
is left out, which form a relation has. Each says what one could assume instead, and how well founded it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Reliability = Literal["good", "fair", "poor"]

RELIABILITIES: Mapping[Reliability, str] = {
    "good": "a published form, used as published, or open statistics show it",
    "fair": "the documents say so, or a published form was adapted",
    "poor": "the modellers' judgement",
}
"""How well founded an assumption is."""


@dataclass(frozen=True)
class Assumption:
    """One assumption about the shape of the model; ``basis`` says what it rests on, ``instead`` what else one could."""

    id: str
    mechanism: str
    statement: str
    instead: str
    reliability: Reliability
    basis: str


_TABLE = """
    S01 | M1 | Other systems are an outside pressure that competes for the centre's attention. | Run all 42 at once, with spillovers between them. | poor | judgement
    S02 | M1 | General elections come every five years; ministers leave by chance, whatever the system does. | Let politics answer to England's performance. | fair | E216; E219
    S03 | M1 | A national pause stops prevention, part of referrals and part of treatment, for a time that is uncertain and the same everywhere. | A pause that some systems come out of sooner. | fair | E149; E150
    S04 | M2 | Health follows effective spending with constant elasticities of mortality, scaled to healthy life. | Disease by disease, with its own care. | fair | Martin, Lomas and Claxton 2020, BMJ Open 10:e036411
    S05 | M2 | A community has a more and a less deprived half, alike in age. | Individuals, or ten groups. | fair | English indices of deprivation 2025 give spread inside communities
    S06 | M2 | Deprivation acts on need and health, never directly on waits or delays. | A direct effect on waits. | good | across the 42 systems it correlates with health and hardly with waits
    S07 | M2 | Gains are counted against the start, so ageing alone makes them negative. | Against a trend. | poor | judgement
    S08 | M3 | Emergency patients fill beds first; planned care gets what is left. | Ring-fenced planned beds. | fair | E136; E228
    S09 | M3 | The list has one waiting-time shape for all of England, whatever its make-up. | A list by weeks waited. | fair | fits to NHS England's statistics 2012-2024
    S10 | M3 | Persistent differences between hospitals are set to the observed ones. | Let them arise. | good | fits to NHS England's statistics 2023-2024
    S11 | M3 | Flows inside a hospital are deterministic; chance enters through demand and management. | Patients one by one. | fair | systems of half a million people and more
    S12 | M4 | Delay is capacity, coordination, the hospital's own process and a rest, in the same parts everywhere at the start. | Parts by system. | good | NHS England's reasons for delay, June 2024 to May 2025
    S13 | M4 | Trust reaches delay only by way of joint practice, which joint work builds over years. | A direct effect of trust. | poor | judgement; E181 and E264 only say that it matters
    S14 | M5 | A place's share of the money is its share of need at the start and stays there. | Shares that follow need, or history. | fair | allocation formula; pace of change is slow
    S15 | M5 | A rescue covers a whole deficit or none of it, once a year, and is not counted in the balance. | Partial support, with conditions. | fair | Kornai, Maskin and Roland 2003, J. Econ. Lit. 41:1095-1136
    S16 | M5 | Deficits close at a rate, by saving; nobody borrows or invests. | Capital and its limits. | poor | judgement
    S17 | M5 | A council's books balance by savings, reserves and exceptional support; a section 114 notice freezes other spending for a time. | Tax rises beyond the settlement. | fair | E152; E153; E158
    S18 | M6 | Seven blocs of seats vote as blocs, each with one lean, in hospital or out of it, and with services of its own on either side. | Members who bargain over each service. | poor | judgement
    S19 | M6 | Power on a board is a power index, mixed with seat shares as far as it decides by consensus. | Bargaining. | fair | Banzhaf 1965, Rutgers Law Review 19:317-343; Shapley and Shubik 1954, APSR 48:787-792
    S20 | M6 | Pressure pulls everybody's wish towards hospitals, the executives' most. | A steady wish. | fair | E207; E222
    S21 | M6 | The law gives each form of board its vetoes and its speed. | Speed by habit, not form. | fair | E091; E092; E120; E326; E327
    S22 | M7 | Announced, formal and real authority are different things, each shared between place, provider, centre and ICB. | One share. | good | E301; E305; E306; Aghion and Tirole 1997, J. Political Economy 105:1-29
    S23 | M7 | A gate for powers is open or shut for a place, and once open stays so. | Powers by degrees, and taken back. | fair | E098; E110
    S24 | M7 | An override lasts a quarter; a claw-back is any announced share clearly below the formal one. | Overrides until called off. | poor | judgement
    S25 | M7 | An ICB without staff for its work leaves initiative to places. | Work is left undone. | fair | Aghion and Tirole 1997, J. Political Economy 105:1-29
    S26 | M8 | What a level of decision loses is local fit, coordination, scale, spillover and execution, and nothing else. | Motivation, innovation, learning by trying. | fair | Oates 1972; Alonso, Dessein and Matouschek 2008, AER 98:145-179
    S27 | M8 | A service is cut into equal functions from the most to the least local; a real share hands over the most local first. | Functions that differ in size. | poor | judgement; E275
    S28 | M8 | The centre decides as the system does with half its sight; a provider as a place that minds its own interest alone. | Own forms for both. | poor | judgement
    S29 | M9 | Capability is one number for a place and one for the system's team. | Capability by service or by person. | poor | judgement; E289
    S30 | M9 | Staff are conserved: who is at a place is not at the core. | Extra staff for places. | good | running-cost allowances are fixed a head
    S31 | M9 | Repeated direction builds dependence, and dependence slows capability. | Direction teaches. | fair | E096; E097
    S32 | M10 | One hazard of intervention, with a national and a regional part; at most one begins in a quarter. | Several at once, by subject. | poor | judgement
    S33 | M10 | An intervention's gain is part lasting, part fading and part gaming; it draws effort from what is not measured. | Pure good, or pure harm. | good | Bevan and Hood 2006, Public Administration 84:517-538
    S34 | M11 | Partners give by inclination and by what others gave; duty brings them to the table and no further. | Duty makes them give. | fair | Fischbacher and Gaechter 2010, AER 100:541-556; E181
    S35 | M11 | Joint work is made of all partners, and a missing one hurts more than the average says. | Any partner can stand in for another. | fair | E134; E228; E320
    S36 | M11 | A pool is the smaller of two offers, above what is mandated. | Bargaining over the surplus. | fair | E012; E031; E054
    S37 | M12 | A council's stance is one score with two thresholds. | Separate views of each subject. | poor | judgement; E045 and E076 give the three stances
    S38 | M12 | Red lines are hard: no trust or advantage buys them off. | Red lines with a price. | good | E048; E082; E084; E086
    S39 | M13 | Trust is the share of kept promises in remembered evidence, judged against expectation; breaches weigh more. | Trust as sympathy, or as reputation that others pass on. | fair | Josang and Ismail 2002; Slovic 1993, Risk Analysis 13:675-682
    S40 | M13 | Trust is between two organisations; nobody's word about a third counts. | Reputation in a network. | poor | judgement
    S41 | M14 | Every organisation has one leader, who leaves by chance; part of trust goes with him or her. | Teams, and leaders with a record. | fair | E262; E263; published tenures
    S42 | M15 | Contested change is money moved, powers taken back and upheaval; scrutiny slows it and may refer it. | Change by change. | fair | E033; E167; E171
    S43 | M16 | A collaborative whose weight exceeds the ICB's authority draws real decisions to providers. | Weight without such a point. | fair | E225; E226
    S44 | M17 | A rating is a duty of acute trusts, and a shared one makes help for the weakest worth while. | Ratings of all, and no incentive. | fair | E255; E256
    S45 | M18 | Successors take over by people: amounts are divided, levels are means, and nobody knows who of a community moves. | Staff, lists and contracts shared out by negotiation. | poor | judgement
    S46 | M18 | A new organisation keeps part of its predecessors' trust and breaks a promise once. | Relations that begin anew, or go on as they were. | fair | E262; E263; Fulop and others 2002, BMJ 325:246
    S47 | M18 | A board that shares its team or merges serves the same people with divided attention; its neighbours are a number. | Two systems in one run. | poor | judgement
    S48 | record | What cannot be counted here (dignity, safety, staff's well-being) does not enter any outcome. | Indirect measures. | poor | judgement
    S49 | M11 | Partners weigh in joint work by kind: councils most, the voluntary sector least. | Weights that differ by place, or are learned. | poor | judgement
    S50 | M10 | A shortfall counts as one at a size that is fixed for each duty. | Sizes that the bodies set themselves. | poor | judgement
    S51 | M5 | Reference points stand in the rules: the part of contracts paid by activity today, the usual oversight segment, the years a plan looks ahead, the bounds of shares and prices. | Reference points of each system. | fair | judgement
"""


def _parse(text: str) -> tuple[Assumption, ...]:
    known: dict[str, Reliability] = {name: name for name in RELIABILITIES}
    found = []
    for line in text.strip().splitlines():
        code, mechanism, statement, instead, reliability, basis = (part.strip() for part in line.split("|"))
        found.append(Assumption(code, mechanism, statement, instead, known[reliability], basis))
    return tuple(found)


ASSUMPTIONS: tuple[Assumption, ...] = _parse(_TABLE)
"""Every assumption about the shape of the model, about by mechanism."""
