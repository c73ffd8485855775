"""What the city's own sign-in service says of a person, and which of its words mean what here.

Pure reading of what was verified before; nothing is guessed. A claim that is missing or of another shape
counts as not said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from outreach.services.account_refusals import OutsideNotReady, OutsideRoleUnknown, OutsideUnfinished
from outreach.services.people import ROLE_NAMES
from outreach.services.who import Role

#: The width of the column.
_LONGEST_ID = 300


@dataclass(frozen=True, slots=True)
class OutsideSettings:
    """Which claim names the roles, and what each means; the same for the agency.

    `roles` is in order: of several that a person has, the first counts. `agencies` gives codes of ours for
    the service's names; a value that is not listed is taken as a code or name of ours. A claim inside
    another is named by a path (`resource_access.outreach.roles`).
    """

    role_claim: str
    roles: Mapping[str, Role]
    agency_claim: str
    agencies: Mapping[str, str]
    name_claim: str
    account_claim: str


def outside_settings(section: Mapping[str, object]) -> OutsideSettings:
    """The settings from their section; claims have usual names, roles none. Raises `OutsideNotReady`."""
    roles = _texts(section.get("roles"))
    if not roles or not {*roles.values()} <= {role.value for role in ROLE_NAMES}:
        raise OutsideNotReady
    return OutsideSettings(
        _text(section, "role_claim", "roles"),
        {told: Role(role) for told, role in roles.items()},
        _text(section, "agency_claim", "agency"),
        _texts(section.get("agencies", {})),
        _text(section, "name_claim", "name"),
        _text(section, "account_claim", "preferred_username"),
    )


def identity(claims: Mapping[str, object]) -> str:
    """Issuer and subject, which together never change. Raises `OutsideUnfinished`."""
    issuer, subject = claims.get("iss"), claims.get("sub")
    if not (isinstance(issuer, str) and isinstance(subject, str) and issuer and subject):
        raise OutsideUnfinished
    # An address has no blanks, so that no two pairs read alike.
    whole = f"{issuer} {subject}"
    if " " in issuer or len(whole) > _LONGEST_ID or "\0" in whole:
        raise OutsideUnfinished
    return whole


def told_role(claims: Mapping[str, object], settings: OutsideSettings) -> Role:
    """The first role of the settings that the person has. Raises `OutsideRoleUnknown`."""
    told = told_texts(claims, settings.role_claim)
    for name, role in settings.roles.items():
        if name in told:
            return role
    raise OutsideRoleUnknown


def told_agencies(claims: Mapping[str, object], settings: OutsideSettings) -> list[str]:
    """Codes or names of agencies, as the settings translate them."""
    return [settings.agencies.get(told, told) for told in told_texts(claims, settings.agency_claim)]


def told_texts(claims: Mapping[str, object], path: str) -> list[str]:
    """The texts of a claim, one or several; of a claim inside others where the path has dots."""
    value: object = claims
    if path in claims:
        value = claims[path]
    else:
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
    listed = value if isinstance(value, list) else [value]
    return [text.strip() for text in listed if isinstance(text, str) and text.strip()]


def _text(section: Mapping[str, object], name: str, otherwise: str) -> str:
    value = section.get(name, otherwise)
    if not isinstance(value, str) or not value:
        raise OutsideNotReady
    return value


def _texts(value: object) -> dict[str, str]:
    """A table of texts. Raises `OutsideNotReady`."""
    if not isinstance(value, Mapping):
        raise OutsideNotReady
    if not all(isinstance(one, str) and one for pair in value.items() for one in pair):
        raise OutsideNotReady
    return dict(value)
