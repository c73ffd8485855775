"""Why a whole file, its headings or a download is refused: one class per case, each one Chinese sentence.

A single bad cell is never a reason: that is a `Problem` of its row (values.py).
"""

from __future__ import annotations

from outreach.rules.refusals import Refusal


class SheetRefused(Refusal, ValueError):
    """Base of every refusal of a file."""


class EmptyFile(SheetRefused):
    """Nothing in the file at all."""

    template = (
        "『{filename}』是空白檔案；"
        "請提供有標題列和資料列的 .xlsx、.xls、.ods 或 .csv 檔，例如「店家清冊.xlsx」。"
    )


class EmptySheet(SheetRefused):
    """The sheet that was asked for, or every sheet, has no cell with content."""

    template = (
        "『{filename}』的工作表「{sheet}」沒有內容；請提供有標題列和資料列的工作表，例如第1列為「店家名稱」。"
    )


class NotASpreadsheet(SheetRefused):
    """The content is something else, whatever the name's ending says."""

    template = (
        "『{filename}』的內容是{content}，不是試算表；"
        "請另存為 .xlsx、.xls、.ods 或 .csv 後再匯入，例如「店家清冊.xlsx」。"
    )


class DamagedFile(SheetRefused):
    """It begins like a spreadsheet and cannot be read to its end."""

    template = (
        "『{filename}』讀到一半就壞了（{where}）；"
        "請以試算表軟體開啟後另存為 .xlsx、.ods 或 .csv 再匯入，例如「店家清冊.xlsx」。"
    )


class PasswordProtected(SheetRefused):
    """The file is encrypted."""

    template = "『{filename}』設有密碼；請移除密碼後另存新檔再匯入，例如「店家清冊（無密碼）.xlsx」。"


class TooLarge(SheetRefused):
    """More bytes than a file may have."""

    template = (
        "『{filename}』有 {read:,} 位元組；檔案以 {limit:,} 位元組為限，請分成幾個檔案，例如每個行政區一個。"
    )


class UnpacksTooLarge(SheetRefused):
    """A compressed file whose content is out of all proportion (a zip bomb), however it came about."""

    template = (
        "『{filename}』解開後超過 {limit:,} 位元組；請刪除不需要的工作表或分成幾個檔案，例如每個行政區一個。"
    )


class TooManyParts(SheetRefused):
    """A compressed file of more parts than any workbook has."""

    template = (
        "『{filename}』內含 {read:,} 個部分；"
        "試算表檔以 {limit:,} 個為限，請另存新檔再匯入，例如「店家清冊.xlsx」。"
    )


class TooManyRows(SheetRefused):
    """More rows than one import takes."""

    template = "『{filename}』超過 {limit:,} 列（讀到第 {read:,} 列）；請分成幾個檔案，例如每個行政區一個。"


class TooManyColumns(SheetRefused):
    """More columns than any list has."""

    template = (
        "『{filename}』超過 {limit:,} 欄（讀到第 {read:,} 欄）；"
        "請只留需要的欄位，例如店家名稱、地址、參與狀態。"
    )


class TooManyCells(SheetRefused):
    """Rows times columns beyond what is read at once."""

    template = (
        "『{filename}』超過 {limit:,} 個儲存格（讀到 {read:,} 個）；請只留需要的列和欄，例如店家名稱、地址。"
    )


class CellTooLong(SheetRefused):
    """One cell holds more than a spreadsheet's can; in CSV files mostly a quotation mark never closed."""

    template = (
        "『{filename}』第 {row:,} 列有超過 {limit:,} 字的儲存格；"
        '請檢查引號是否成對並縮短內容，例如 "台北市,松山區"。'
    )


class UnclosedQuote(SheetRefused):
    """A CSV file ends inside a quoted cell."""

    template = '『{filename}』第 {row:,} 列的引號沒有結尾；請補上成對的引號，例如 "台北市,松山區"。'


class NoSuchSheet(SheetRefused):
    """The workbook has no sheet of that name."""

    template = "『{filename}』沒有工作表「{sheet}」；可選用：{accepted}，例如「{example}」。"


class NoSheetsInCsv(SheetRefused):
    """A CSV file has no sheets to choose from."""

    template = (
        "讀到工作表「{sheet}」，但『{filename}』是 CSV 檔，沒有工作表可選；"
        "請不要指定工作表，或改用活頁簿，例如「店家清冊.xlsx」。"
    )


class UnreadableEncoding(SheetRefused):
    """The text of a CSV file is in no encoding that can be told."""

    template = (
        "『{filename}』第 {position:,} 個位元組起不是可辨識的文字；"
        "請另存為 UTF-8 或 Big5（cp950）的 CSV，例如 Excel 的「CSV UTF-8」。"
    )


class TooDemanding(SheetRefused):
    """Reading an old .xls file took more time or memory than allowed."""

    template = "『{filename}』讀取時超過時間或記憶體上限；請另存為 .xlsx 再匯入，例如「店家清冊.xlsx」。"


class NoHeadings(SheetRefused):
    """None of the first rows names the venue's name."""

    template = (
        "前 {searched} 列找不到店家名稱的標題，讀到：{read}；"
        "可接受：{accepted}，也可指定對應，例如 name={example}。"
    )


class TwoHeadings(SheetRefused):
    """Two headings mean the same field and neither is its exact heading."""

    template = "「{first}」和「{second}」都是{field}；請只留一欄，或指定對應，例如 {code}={first}。"


class UnknownField(SheetRefused):
    """A mapping names a field that does not exist."""

    template = "沒有欄位「{value}」；可用：{accepted}，例如 name=店名。"


class UnknownHeading(SheetRefused):
    """A mapping names a heading that the file has not."""

    template = "檔案的標題列沒有「{value}」，讀到：{read}；請指定其中一個，例如 {code}={example}。"


class HeadingTakenTwice(SheetRefused):
    """Two mappings name one heading."""

    template = "「{heading}」同時指定給 {first} 和 {second}；一欄只能對應一個欄位，例如 {first}={heading}。"


class CharactersLost(SheetRefused):
    """The text has characters that the chosen encoding cannot hold."""

    template = "Big5（cp950）存不了這些字：{characters}；請改存 UTF-8，或同意以「?」代替，例如「?」店。"
