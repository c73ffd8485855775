"""每週摘要: the weekly state of each agency and of the city, written once and mailed once."""

from outreach.services.digest.mail import MailSettings as MailSettings
from outreach.services.digest.mail import mail_settings as mail_settings
from outreach.services.digest.mailboxes import MANAGERS as MANAGERS
from outreach.services.digest.mailboxes import Mailbox as Mailbox
from outreach.services.digest.mailboxes import mailboxes as mailboxes
from outreach.services.digest.mailboxes import set_mailbox as set_mailbox
from outreach.services.digest.model import Digest as Digest
from outreach.services.digest.model import Outcome as Outcome
from outreach.services.digest.model import To as To
from outreach.services.digest.running import again as again
from outreach.services.digest.running import history as history
from outreach.services.digest.running import prepare as prepare
from outreach.services.digest.running import send as send
from outreach.services.digest.running import take_down as take_down
from outreach.services.digest.wording import subject_of as subject_of
from outreach.services.digest.wording import text_of as text_of
