"""會議資料: a meeting's paper from an edition, and its files, each read back before it is offered."""

from outreach.services.papers.contents import paper as paper
