"""方案: schemes as data, added and changed without code.

Settings decide percentages, so they are dated and numbered like facts and can be taken back. A scheme's name,
its words for stages, what its completion means and its voucher kinds are descriptions.
"""

from outreach.services.schemes.reading import SchemeTold as SchemeTold
from outreach.services.schemes.reading import SettingsStated as SettingsStated
from outreach.services.schemes.reading import schemes_told as schemes_told
from outreach.services.schemes.reading import settings_history as settings_history
from outreach.services.schemes.refusals import NothingToState as NothingToState
from outreach.services.schemes.refusals import SchemeCodeTaken as SchemeCodeTaken
from outreach.services.schemes.refusals import TextRefused as TextRefused
from outreach.services.schemes.refusals import TooMany as TooMany
from outreach.services.schemes.spoken import SpokenOf as SpokenOf
from outreach.services.schemes.stating import add_scheme as add_scheme
from outreach.services.schemes.stating import set_category as set_category
from outreach.services.schemes.stating import speak_of as speak_of
from outreach.services.schemes.stating import state_settings as state_settings
