"""答詢說明: one page to print and take along."""

from outreach.pages.brief.page import show as show
