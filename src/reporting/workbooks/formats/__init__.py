"""A file of each format becomes a workbook: bytes in, sheets of cells out, and what was left out is said."""
