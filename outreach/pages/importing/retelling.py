"""What services say about a row, told again in the reader's language.

An import's problems are Chinese sentences, as the outcome file and the command line need them. Here each is
recognised by its template, and the template's translation filled in with what stood in it.
"""

from __future__ import annotations

import functools
import re
import string

from outreach.pages import words
from outreach.pages.words import N_, _, catalogue

#: Sentences that are no refusal's: of planning, of places and addresses, of reading.
SENTENCES = (
    N_("查無此店家編號；新店家請將此欄留空。"),
    N_(
        "查無此店家編號，或不屬於您的機關；新店家請將此欄留空，"
        "應改由您的機關列管的店家，請原機關在店家頁面辦理移轉。"
    ),
    N_("這家店家由{agency}列管，不能由您的清單更動；若應改由您的機關列管，請該機關在店家頁面辦理移轉。"),
    N_("這家店家尚未歸屬任何機關；請系統管理員指定機關後再匯入，例如在店家頁面辦理移轉。"),
    N_("這家店家在 {day} 不屬於您的機關；請改填屬於您機關的日子，例如 {today}。"),
    N_("這裡寫的不是您的機關；請清空此欄或填您自己的機關。要改由其他機關列管，請在店家頁面辦理移轉。"),
    N_("與其他機關列管的一家店家相近，留待人工確認是否為同一家"),
    N_("版本 {version} 已過時（目前 {current}）；請重新下載後再改。"),
    N_("地址已改，但查不到新地址的位置，座標仍為原處；請核對座標，或在店家頁面點選位置。"),
    N_("衝突：採用檔案的內容"),
    N_("衝突：保留目前的資料"),
    N_("與第 {row} 列相同"),
    N_("與第 {row} 列是同一店家，但內容不同；請只留一列。"),
    N_("名稱與店家 {number} 相同，但其中一方沒有地址"),
    N_("名稱與店家 {number} 相同，地址相近（{address}）"),
    N_("地址與店家 {number} 相同，名稱相近（{name}）"),
    N_("生效日期早於列冊日期（{first}）；已收下，但不提前列冊。要提前列冊請在「列冊」填「列入」。"),
    N_("此店家原屬{before}，套用後自生效日起改屬{after}；若不是移轉，請不要指定機關。"),
    N_("新增行業『{sector}』；若為筆誤請更正後再匯入。"),
    N_("{day} 該行業沒有「申請核准復業」的公告可供核准；請先登錄公告，或清空此欄。"),
    N_(
        "「{heading}」的內容（{examples}）不是本方案的類別，此欄未讀取；"
        "若為行業，請將欄位對應設為 行業＝{sector}（sector={code}）。"
    ),
    N_("查無此行政區；請填寫臺北市12個行政區之一，例如 大安區"),
    N_("座標不在臺北市內；經度約121.46至121.67、緯度約24.96至25.21，例如 121.5654, 25.0330"),
    N_("座標落在{district}，與所填行政區不同；以座標為準"),
    N_("地址中的行政區與所填行政區不同；以所填行政區為準"),
    N_("{places}同名；請一併填寫行政區，例如 {example}"),
    N_("{where}查無此里；請填寫里名，例如 大安區 龍門里"),
    N_("地址寫的是{city}，不是臺北市。"),
    N_("「{read}」不是臺北市的行政區。"),
    N_("{district}沒有「{read}」。"),
    N_("「{read}」有缺字，讀作{village}。"),
    N_("「{read}」有缺字，無法判定是哪一里。"),
    N_("{village}不在{named}，在{where}。"),
    N_("{where}都有{village}，須寫明行政區。"),
    N_("地址寫了{written}，取{chosen}。"),
    N_("座標讀到「{read}」，經度與緯度似乎對調；{example}。"),
    N_("座標讀到「{read}」，既非經緯度也非 TWD97 公尺；{example}。"),
    N_("座標讀到「{read}」，不在臺灣範圍；{example}。"),
    N_("這一列是重複的標題；請刪除這一列，只留第一列標題。"),
    N_("缺少店家名稱；每列須有名稱，例如「好客小吃店」。"),
    N_("只有{one}沒有{other}；兩者須一起填或都不填，例如 121.5645 和 25.0339。"),
    N_("讀到『{value}』，可能有字在轉檔時遺失成「?」；請核對原文。"),
    N_("讀到『{value}』，含有自造字，在其他電腦會顯示為空白；請改用標準字。"),
    N_("讀到『{value}』，可能是試算表把號碼改成了日期；請核對並設為文字格式，例如 1-18。"),
    N_("儲存格內的控制字元已移除"),
)
#: Several doubts about one cell stand in one sentence.
_BETWEEN = re.compile("(?<=。)；")


def retold(sentence: str) -> str:
    """A service's sentence in the reader's language; as it is where nobody has translated it."""
    if words.language() == "zh":
        return sentence
    return " ".join(_one(piece) or piece for piece in _BETWEEN.split(sentence))


def _one(sentence: str) -> str | None:
    """The translation of one sentence, or None where no template is its own."""
    exact = _(sentence)
    if exact != sentence:
        return exact
    for pattern, template in _templates(words.language()):
        found = pattern.fullmatch(sentence)
        if found is not None:
            return template.format(**{name: _(text) for name, text in found.groupdict().items()})
    return None


@functools.cache
def _templates(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Every translated template as a pattern, those that say most by themselves first."""
    found = []
    for message in catalogue(words.LANGUAGES[language]):
        if isinstance(message.id, str) and isinstance(message.string, str) and "{" in message.id:
            literal, pattern = _pattern(message.id)
            found.append((len(literal), re.compile(pattern, re.DOTALL), _without_formats(message.string)))
    found.sort(key=lambda entry: -entry[0])
    return tuple((pattern, template) for _length, pattern, template in found)


def _pattern(template: str) -> tuple[str, str]:
    """A template's own words, and the pattern of its sentences."""
    literal, pattern, named = "", "", set[str]()
    for text, name, _format, _conversion in string.Formatter().parse(template):
        literal += text
        pattern += re.escape(text)
        if name is not None:
            pattern += f"(?P={name})" if name in named else f"(?P<{name}>.+?)"
            named.add(name)
    return literal, pattern


def _without_formats(template: str) -> str:
    """The template for values that are texts already: {count:,} as {count}."""
    pieces = [
        text.replace("{", "{{").replace("}", "}}") + (f"{{{name}}}" if name is not None else "")
        for text, name, _format, _conversion in string.Formatter().parse(template)
    ]
    return "".join(pieces)
