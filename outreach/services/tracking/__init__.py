"""列管: what meetings concluded and keep in sight, agency by agency, and what later meetings decide of it."""

from outreach.services.tracking.model import Deciding as Deciding
from outreach.services.tracking.model import DecisionRow as DecisionRow
from outreach.services.tracking.model import ItemHistory as ItemHistory
from outreach.services.tracking.model import Progress as Progress
from outreach.services.tracking.model import ReportRow as ReportRow
from outreach.services.tracking.model import TrackedItem as TrackedItem
from outreach.services.tracking.model import TrackedLine as TrackedLine
from outreach.services.tracking.opening import open_item as open_item
from outreach.services.tracking.opening import withdraw_item as withdraw_item
from outreach.services.tracking.reading import conclusions as conclusions
from outreach.services.tracking.reading import item_history as item_history
from outreach.services.tracking.reading import tracked as tracked
from outreach.services.tracking.reading import tracked_items as tracked_items
from outreach.services.tracking.saying import decide as decide
from outreach.services.tracking.saying import may_report as may_report
from outreach.services.tracking.saying import report as report
