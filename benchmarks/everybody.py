"""The city of the benchmarks with a third scheme: every venue is on its list, nineteen of twenty have joined.

A copy beside the city, since figures that were measured over the two schemes must stay comparable. Who has
closed meanwhile has left both schemes and this one, so the public sees fewer than a manager does.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from benchmarks.reference import FIRST_DAY, LAST_DAY
from outreach.figures.lookup import STANDING_CODES
from outreach.figures.positions import Dimension
from outreach.rules.schemes import SchemeSettings
from outreach.rules.vocabulary import Facet, Kind, Participation, Standing
from outreach.services.city import City
from outreach.services.naming import scheme_named
from outreach.store.codes import number_of
from outreach.store.engine import open_engine, reading, writing
from outreach.store.posting import NewFact, open_change
from outreach.store.reference import put_scheme
from outreach.store.tables import venues

SCHEME = "everybody"
#: One of so many has agreed and not joined.
_NOT_YET = 20


@dataclass(frozen=True, slots=True)
class Points:
    """Where those are who joined: degrees in WGS 84, the district's code and whether it is a shop."""

    lon: npt.NDArray[np.float64]
    lat: npt.NDArray[np.float64]
    district: npt.NDArray[np.str_]
    shop: npt.NDArray[np.bool_]

    def save(self, path: Path) -> None:
        """Keep them for a server of the benchmark."""
        np.savez(path, lon=self.lon, lat=self.lat, district=self.district, shop=self.shop)

    @classmethod
    def load(cls, path: Path) -> Points:
        """Read what `save` kept."""
        with np.load(path) as kept:
            return cls(kept["lon"], kept["lat"], kept["district"], kept["shop"])

    def only(self, chosen: npt.NDArray[np.bool_]) -> Points:
        """Some of them."""
        return Points(self.lon[chosen], self.lat[chosen], self.district[chosen], self.shop[chosen])


def everybody(path: Path) -> Path:
    """The database file of a city (`benchmarks.city`) with the third scheme; made once."""
    made_by = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
    made = path.with_name(f"{path.stem}-{SCHEME}-{made_by}.sqlite3")
    if not made.exists():
        half = made.with_suffix(".half")
        for left in made.parent.glob(f"{half.name}*"):
            left.unlink()
        shutil.copyfile(path, half)
        _list_all(half)
        half.rename(made)
    return made


def _list_all(path: Path) -> None:
    engine = open_engine(f"sqlite:///{path}")
    now = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 13, tzinfo=UTC)
    joined = number_of(Facet.PARTICIPATION, Participation.JOINED)
    agreed = number_of(Facet.PARTICIPATION, Participation.AGREED)
    with writing(engine) as connection:
        ids = list(connection.execute(sa.select(venues.c.id).order_by(venues.c.id)).scalars())
        change = open_change(connection, kind="setup", actor="benchmark", summary="全部店家", now=now)
        scheme, _ = put_scheme(connection, SCHEME, "全部店家")
        change.scheme(scheme, SchemeSettings().as_stored(), FIRST_DAY)
        change.facts([NewFact(i, Facet.LISTING, 1, FIRST_DAY, scheme) for i in ids])
        stage = [agreed if i % _NOT_YET == 0 else joined for i in ids]
        told = zip(ids, stage, strict=True)
        change.facts([NewFact(i, Facet.PARTICIPATION, value, FIRST_DAY, scheme) for i, value in told])
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def points(city: City, day: date) -> Points:
    """Whom the public sees of the third scheme as of a day."""
    reference = city.reference()
    positions = city.figures.positions(scheme_named(reference, SCHEME).id, day)
    with reading(city.engine) as connection:
        rows = connection.execute(sa.select(venues.c.id, venues.c.lon, venues.c.lat)).all()
    lon = np.full(len(positions.codes), np.nan)
    lat = lon.copy()
    ids = np.array([row.id for row in rows])
    lon[ids], lat[ids] = [row.lon for row in rows], [row.lat for row in rows]
    codes = np.array([reference.places[i].code if i else "" for i in range(max(reference.places) + 1)])
    shown = (positions.codes == STANDING_CODES[Standing.COMPLETED]) & ~np.isnan(lon)
    districts = codes[positions.dimension(Dimension.DISTRICT)]
    shops = positions.dimension(Dimension.KIND) == number_of(Facet.KIND, Kind.SHOP)
    return Points(lon, lat, districts, shops).only(shown)
