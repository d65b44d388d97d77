"""What goes back to the county: its own workbook, marked, with a receipt in front; and the same on one page of HTML."""
