"""How people lay out tables on a sheet: titles, stacked headings, totals, notes, tables beside and below each other."""
