"""填報: an agency's own round with what changed and the steps, or the managers' rounds and who has not."""

from outreach.pages.round.page import show as show
