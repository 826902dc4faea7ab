"""Names of the sheets of a form workbook that are not its data sheet.

Here alone, so that reading a workbook needs nothing of the form classes.
"""

META_SHEET = "_meta"
SCOPE_SHEET = "报送范围"
GUIDE_SHEET = "说明"
DICTIONARY_SHEET = "字典"

# Sheets a returned workbook bears besides the submitter's own: our list of faults, named by the
# second, which is very hidden and remembers our marks. Neither is data.
RETURN_SHEET = "问题清单"
MARKS_SHEET = "_return"
LIST_SHEET_KEY = "list_sheet"
