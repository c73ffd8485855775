"""會議: the list of meetings; one meeting with its editions, corrections, and its paper in words."""

from outreach.pages.meetings.page import show as show
