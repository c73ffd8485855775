"""What is refused of schemes: codes and names that are taken, texts that cannot be shown, nothing new."""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class SchemeCodeTaken(Refusal):
    """Another scheme has this code or name."""

    template = "已有方案『{taken}』（{code}）；請用另外的代碼與名稱，或直接修改該方案，例如代碼 {code}_2。"


class TextRefused(Refusal, ValueError):
    """A name or word that is empty, too long, or there twice."""

    template = "{what}讀到『{value}』；請填 1 到 {most} 個字，不可重複，例如『{example}』。"


class TooMany(Refusal, ValueError):
    """More of something than a page could show or an id could number."""

    template = "{what}已有 {count} 個，最多 {most} 個；請先合併或改用現有的，例如『{example}』。"


class NothingToState(Refusal):
    """Settings that hold already from that day."""

    template = "{scheme}的設定自{day}起已是如此，不必再儲存；請修改一項後再存，例如目標。"
