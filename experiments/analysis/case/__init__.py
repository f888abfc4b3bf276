"""Cases of interest: an expression on outcomes, read by a small grammar of its own and never by ``eval``.

``waits_18_weeks[maximum-delegation] < waits_18_weeks[centrist] and trust < 0.4``

    case        either ('or' either)*
    either      negated ('and' negated)*
    negated     'not' negated | compared
    compared    POLICY ('better' | 'worse') 'than' POLICY 'on' OUTCOME ['by' NUMBER]
              | sum [('<' | '<=' | '>' | '>=' | '=' | '!=') sum]
    sum         product (('+' | '-') product)*
    product     signed (('*' | '/') signed)*
    signed      '-' signed | NUMBER ['%'] | 'TEXT' | NAME ['[' POLICY ']'] | '(' case ')'

A name is an outcome (``name`` or ``name@entity``) or something that the sweep varied. Where a case names policies, it
is about a future that all of them meet, and a name without a policy is that of the first policy named.
"""

from experiments.analysis.case.judge import judged, policies_of
from experiments.analysis.case.parse import Case, Vocabulary, read_case

__all__ = ["Case", "Vocabulary", "judged", "policies_of", "read_case"]
