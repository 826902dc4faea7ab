"""Names of the sheets of a form workbook that are not its data sheet.

Here alone, so that reading a workbook needs nothing of the form classes.
"""

META_SHEET = "_meta"
SCOPE_SHEET = "报送范围"
GUIDE_SHEET = "说明"
DICTIONARY_SHEET = "字典"
