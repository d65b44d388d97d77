"""What a workbook is: whose, of what period, and which of its tables answers which table of a form."""
