"""填報: managers open a round, each agency hands in its own list, its approver confirms or sends it back."""

from outreach.services.rounds.handing import STATES as STATES
from outreach.services.rounds.handing import STEPS as STEPS
from outreach.services.rounds.handing import confirm as confirm
from outreach.services.rounds.handing import send_back as send_back
from outreach.services.rounds.handing import submit as submit
from outreach.services.rounds.handing import withdraw as withdraw
from outreach.services.rounds.model import AgencyRound as AgencyRound
from outreach.services.rounds.model import AgencyStanding as AgencyStanding
from outreach.services.rounds.model import ChangeSince as ChangeSince
from outreach.services.rounds.model import Confirmation as Confirmation
from outreach.services.rounds.model import Line as Line
from outreach.services.rounds.model import OpenRound as OpenRound
from outreach.services.rounds.model import Round as Round
from outreach.services.rounds.model import RoundItem as RoundItem
from outreach.services.rounds.model import Taken as Taken
from outreach.services.rounds.model import TakenStep as TakenStep
from outreach.services.rounds.one import round_of as round_of
from outreach.services.rounds.opening import close_round as close_round
from outreach.services.rounds.opening import open_round as open_round
from outreach.services.rounds.opening import rounds as rounds
from outreach.services.rounds.watching import last_confirmed as last_confirmed
from outreach.services.rounds.watching import non_reporters as non_reporters
from outreach.services.rounds.watching import open_round_of as open_round_of
from outreach.services.rounds.watching import progress as progress
