"""會議資料: a meeting's paper from an edition, and its files, each read back before it is offered."""

from outreach.services.papers.contents import paper as paper
from outreach.services.papers.files import MEDIA_TYPES as MEDIA_TYPES
from outreach.services.papers.files import NotAPaperFormat as NotAPaperFormat
from outreach.services.papers.files import PaperFile as PaperFile
from outreach.services.papers.files import PaperFormat as PaperFormat
from outreach.services.papers.files import PaperWithheld as PaperWithheld
from outreach.services.papers.files import paper_file as paper_file
