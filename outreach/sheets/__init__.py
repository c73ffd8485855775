"""Office files in and out: text from any spreadsheet, headings, typed values, safe writing."""
