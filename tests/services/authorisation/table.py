"""The table: every public service function that is told who asks, the right it asks for, and why otherwise.

A function that is in none of these fails `test_enumeration`. To add one, put a line into the table of its
concept: its module and name, then the right. A second line about the same function has a word in brackets.
"""

from __future__ import annotations

from tests.services.authorisation.asked import merged
from tests.services.authorisation.table_accounts import ACCOUNTS
from tests.services.authorisation.table_board import BOARD
from tests.services.authorisation.table_desk import DESK
from tests.services.authorisation.table_digest import DIGEST
from tests.services.authorisation.table_figures import FIGURES
from tests.services.authorisation.table_map import MAP
from tests.services.authorisation.table_recording import RECORDING
from tests.services.authorisation.table_schemes import SCHEMES
from tests.services.authorisation.table_tracking import TRACKING

TABLE = merged(FIGURES, RECORDING, DESK, ACCOUNTS, BOARD, SCHEMES, TRACKING, DIGEST, MAP)
