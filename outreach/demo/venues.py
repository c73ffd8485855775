"""Making the venues: what each is and where it stands, before anything happens to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from geodata.places import district_named, village_named
from outreach.demo.agencies import COMMERCE, DISTRICT_OFFICES, roots
from outreach.demo.draft import CITY_CATEGORY, SPECIAL_CATEGORY, Draft
from outreach.demo.ground import Ground, Spot
from outreach.demo.plans import SPECIAL_LATE, SPECIAL_NUMBERS, Group, groups
from outreach.demo.sectors import VOUCHER_KINDS
from outreach.demo.twins import make_twins
from outreach.demo.words import CHAIN_NOUNS, Namer
from outreach.rules.taxid import is_tax_id
from outreach.rules.vocabulary import Kind

_MARKET_HALLS = 30
_CITY_CONTACTS = ("服務臺", "值班人員", "場館管理員")
_SHOP_CONTACTS = ("店長", "負責人", "現場主管", "值班經理", "")
_DISTRICT_OF_OFFICE = {code: name for name, code in DISTRICT_OFFICES.items()}


@dataclass(frozen=True, slots=True)
class Namesake:
    """Venues that are easily taken for one another: two of one name, or names that differ in one digit."""

    agency: str
    sector: str
    name: str
    district: str
    village: str


NAMESAKES = (
    Namesake(DISTRICT_OFFICES["中山區"], "activity_centre", "中央里示範活動場所", "中山區", "中央里"),
    Namesake(DISTRICT_OFFICES["北投區"], "activity_centre", "中央里示範活動場所", "北投區", "中央里"),
    Namesake(COMMERCE, "restaurant", "汀歌示範小館", "中山區", "中央里"),
    Namesake(COMMERCE, "restaurant", "汀歌示範小館", "北投區", "中央里"),
    Namesake(COMMERCE, "bakery", "穗晴示範烘焙一店", "大安區", "龍門里"),
    Namesake(COMMERCE, "bakery", "穗晴示範烘焙二店", "大安區", "龍門里"),
)


def make_venues(size: int, rng: Random) -> list[Draft]:
    """All venues of the city, numbered from 1: ordinary groups, special trades; a few entered twice."""
    maker = _Maker(rng)
    for group in groups(size):
        maker.ordinary(group)
    maker.special()
    make_twins(maker.drafts, (namesake.name for namesake in NAMESAKES))
    return maker.drafts


class _Maker:
    def __init__(self, rng: Random) -> None:
        self.drafts: list[Draft] = []
        self._rng = rng
        self._ground = Ground(rng)
        self._namer = Namer(rng)
        self._roots = roots()
        self._tax_ids = _tax_ids(rng)
        self._halls: list[Draft] = []
        self._namesakes = list(NAMESAKES)
        for namesake in NAMESAKES:
            self._namer.take(namesake.name)

    def ordinary(self, group: Group) -> None:
        chain: list[str] = []
        chain_tax_id = ""
        for n in range(group.number):
            namesake = self._namesake(group)
            if namesake:
                self._add(group, namesake.name, self._spot_of(namesake))
            elif group.city_venue:
                self._city_venue(group)
            elif group.sector == "market_stall":
                self._stall(group, n)
            elif chain:
                self._add(group, chain.pop(), self._ground.spot()).tax_id = chain_tax_id
            else:
                if group.sector in CHAIN_NOUNS and self._rng.random() < 0.02:
                    chain = self._namer.branches(group.sector, self._rng.randrange(2, 8))
                    chain_tax_id = next(self._tax_ids)
                draft = self._add(group, self._namer.shop(group.sector), self._ground.spot())
                draft.tax_id = next(self._tax_ids) if self._rng.random() < 0.4 else ""
                self._blur(draft)

    def special(self) -> None:
        """The venues of the special trades: all guided by 商業處, all of category C."""
        for late, numbers in ((False, SPECIAL_NUMBERS), (True, SPECIAL_LATE)):
            for sector, number in numbers.items():
                for _ in range(number):
                    group = Group(COMMERCE, sector, number)
                    draft = self._add(group, self._namer.shop(sector), self._ground.spot())
                    draft.category = SPECIAL_CATEGORY
                    draft.tax_id = next(self._tax_ids) if self._rng.random() < 0.6 else ""
                    draft.taken = True
                    draft.late = late

    def _city_venue(self, group: Group) -> None:
        spot = self._ground.spot(_DISTRICT_OF_OFFICE.get(group.agency))
        draft = self._add(group, self._namer.place(group.pattern), spot)
        if group.sector == "public_market" and len(self._halls) < _MARKET_HALLS:
            self._halls.append(draft)

    def _stall(self, group: Group, n: int) -> None:
        hall = self._halls[n % len(self._halls)]
        assert hall.spot is not None
        address = f"{hall.address}第{n // len(self._halls) + 1}攤"
        spot = self._ground.beside(hall.spot, address)
        self._add(group, self._namer.shop(group.sector), spot)

    def _namesake(self, group: Group) -> Namesake | None:
        for namesake in self._namesakes:
            if (namesake.agency, namesake.sector) == (group.agency, group.sector):
                self._namesakes.remove(namesake)
                return namesake
        return None

    def _spot_of(self, namesake: Namesake) -> Spot:
        district = district_named(namesake.district)
        village = village_named(namesake.village, district.code if district else None)
        if village is None:
            raise KeyError(namesake.village)
        return self._ground.spot(village_code=village.code)

    def _add(self, group: Group, name: str, spot: Spot) -> Draft:
        draft = Draft(
            number=len(self.drafts) + 1,
            agency=group.agency,
            root=self._roots[group.agency],
            sector=group.sector,
            kind=Kind.CITY_VENUE if group.city_venue else Kind.SHOP,
            name=name,
            spot=spot,
            place=spot.village.code,
            address=spot.address,
            voucher_kinds=VOUCHER_KINDS.get(group.sector, ()),
            contact=self._rng.choice(_CITY_CONTACTS if group.city_venue else _SHOP_CONTACTS),
        )
        if group.city_venue:
            draft.category = CITY_CATEGORY
        self.drafts.append(draft)
        return draft

    def _blur(self, draft: Draft) -> None:
        """Real lists have gaps: some shops have only a district, some no point, a few no place at all."""
        assert draft.spot is not None
        chance = self._rng.random()
        if chance < 0.003:
            draft.located, draft.place, draft.address = False, "", ""
        elif chance < 0.045:
            draft.located, draft.place = False, draft.spot.district.code
            draft.address = draft.spot.address.replace(draft.spot.village.name, "")
        elif chance < 0.055:
            draft.located = False


def _tax_ids(rng: Random) -> Iterator[str]:
    """Tax ids that pass the check and begin with 0000, in no order; each once."""
    numbers = list(range(1, 10000))
    rng.shuffle(numbers)
    return (digits for digits in map("{:08d}".format, numbers) if is_tax_id(digits))
