"""A few shops of 商業處 stand on the lists twice, so that there is something to find and merge."""

from outreach.demo.agencies import COMMERCE
from outreach.demo.model import BEAR_VOUCHER, MYCODE, DemoCity
from outreach.demo.twins import ACROSS, WITHIN
from outreach.rules.matching import address_key, name_key
from outreach.rules.phones import phone_keys
from outreach.rules.vocabulary import Facet
from outreach.services.duplicates.candidates import found_among
from outreach.store.duplicates import Keyed
from tests.demo.facts import LAST_DAY
from tests.demo.replay import Replay


def _found(city: DemoCity) -> list[tuple[int, int]]:
    keyed = [
        Keyed(v.number, name_key(v.name), address_key(v.address), v.tax_id, v.lon, v.lat) for v in city.venues
    ]
    phones = {v.number: phone_keys(v.phone) for v in city.venues}
    return [(c.one, c.other) for c in found_among(keyed, phones)]


def test_a_few_shops_were_entered_twice_and_nothing_else_looks_like_a_duplicate(
    city: DemoCity, now: Replay
) -> None:
    pairs = [tuple(now.value(n, Facet.AGENCY, LAST_DAY, "") for n in pair) for pair in _found(city)]
    assert len(pairs) == WITHIN + ACROSS
    assert pairs.count((COMMERCE, COMMERCE)) == WITHIN
    assert all(COMMERCE in pair for pair in pairs)


def test_both_entries_of_such_a_shop_are_on_a_list(city: DemoCity, now: Replay) -> None:
    listed = {seen.venue for scheme in (BEAR_VOUCHER, MYCODE) for seen in now.listed(scheme, LAST_DAY)}
    assert all(number in listed for pair in _found(city) for number in pair)
