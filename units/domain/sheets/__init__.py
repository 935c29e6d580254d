"""Reading the spreadsheets that offices really have: no model is known here, only files, rows, headers and values."""
