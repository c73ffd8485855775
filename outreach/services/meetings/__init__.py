"""會議與版次: a meeting's figures are frozen as editions, which never change and can be counted anew."""

from outreach.services.meetings.freezing import freeze as freeze
from outreach.services.meetings.model import Correction as Correction
from outreach.services.meetings.model import Edition as Edition
from outreach.services.meetings.model import EditionHead as EditionHead
from outreach.services.meetings.model import Figure as Figure
from outreach.services.meetings.model import ItemFigures as ItemFigures
from outreach.services.meetings.model import Meeting as Meeting
from outreach.services.meetings.model import MeetingItem as MeetingItem
from outreach.services.meetings.model import PaperFigures as PaperFigures
from outreach.services.meetings.model import Recomputed as Recomputed
from outreach.services.meetings.model import ThenAndNow as ThenAndNow
from outreach.services.meetings.opening import enter_figures as enter_figures
from outreach.services.meetings.opening import open_meeting as open_meeting
from outreach.services.meetings.reading import edition as edition
from outreach.services.meetings.reading import edition_members as edition_members
from outreach.services.meetings.reading import meetings as meetings
from outreach.services.meetings.recomputing import recompute as recompute
from outreach.services.meetings.since import then_and_now as then_and_now
from outreach.services.meetings.texts import PARTS as PARTS
from outreach.services.meetings.texts import MeetingText as MeetingText
from outreach.services.meetings.texts import state_text as state_text
from outreach.services.meetings.texts import text_history as text_history
from outreach.services.meetings.texts import texts as texts
