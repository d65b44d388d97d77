"""A file becomes sheets, and sheets become tables: told by content, with nothing dropped unmentioned.

The package knows how people lay out tables (titles, stacked headers, totals, notes), and no form in
particular: headings arrive as arguments. `files.read_workbook` and `tables.find_tables` are its two doors;
behind the first stand `formats`, one module a kind of file, behind the second `layouts`.
"""
