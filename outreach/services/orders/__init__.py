"""Sector orders: stating them, what each would do before it is stated, what is in force, and 試算."""

from outreach.services.orders.competent import set_competent_agency
from outreach.services.orders.effect import Effect, EffectRow, Preview, WhatIf, preview, what_if
from outreach.services.orders.stating import (
    ApplicationWithoutReopening,
    DocumentMissing,
    OrderStated,
    may_order,
    state_order,
)
from outreach.services.orders.telling import OrderState, OrderTold, Statement, orders

__all__ = [
    "ApplicationWithoutReopening",
    "DocumentMissing",
    "Effect",
    "EffectRow",
    "OrderState",
    "OrderStated",
    "OrderTold",
    "Preview",
    "Statement",
    "WhatIf",
    "may_order",
    "orders",
    "preview",
    "set_competent_agency",
    "state_order",
    "what_if",
]
