"""The tab "Take a seat": ``tables`` holds games, ``tab`` is the facilitator's page, ``views`` draws what a seat sees,
``ending`` the end of a game, ``phones`` the pages of single seats."""

from experiments.dashboard.seat.phones import attach_phones
from experiments.dashboard.seat.tab import attach, layout
from experiments.dashboard.seat.tables import Tables

__all__ = ["Tables", "attach", "attach_phones", "layout"]
