"""Under which terms the published data may be used, as the settings say."""

from __future__ import annotations

from dataclasses import dataclass

from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.who import Right, Who
from outreach.store.engine import reading, writing
from outreach.store.settings import read_settings, write_setting

#: Names in the table of settings, and what holds where nobody set them.
LICENCE, LICENCE_URL = "open_data_licence", "open_data_licence_url"
USUAL_LICENCE = "政府資料開放授權條款－第1版"
USUAL_LICENCE_URL = "https://data.gov.tw/license"
LONGEST_LICENCE = 100


class LicenceUnusable(Refusal, ValueError):
    """A licence without a name, or whose address is none."""

    template = "授權條款須有名稱（{most} 字以內），網址須以 https:// 開頭；例如「{example}」。"


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms the data may be used, and where these can be read."""

    name: str
    url: str


def licence(city: City) -> Licence:
    """The licence that the settings name."""
    with reading(city.engine) as connection:
        found = read_settings(connection, (LICENCE, LICENCE_URL))
    return Licence(found.get(LICENCE, USUAL_LICENCE), found.get(LICENCE_URL, USUAL_LICENCE_URL))


def set_licence(city: City, who: Who, name: str, url: str) -> None:
    """Name another licence. Raises `LicenceUnusable`."""
    who.must_everywhere(Right.ADMINISTER)
    plain, address = " ".join(name.split()), url.strip()
    sound = address.startswith("https://") and address.isascii() and len(address.split()) == 1
    if not 0 < len(plain) <= LONGEST_LICENCE or not sound or len(address) > 200 or set(address) & set('<>"'):
        raise LicenceUnusable(most=LONGEST_LICENCE, example=f"{USUAL_LICENCE} {USUAL_LICENCE_URL}")
    with writing(city.engine) as connection:
        write_setting(connection, LICENCE, plain)
        write_setting(connection, LICENCE_URL, address)
