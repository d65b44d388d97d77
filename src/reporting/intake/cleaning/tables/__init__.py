"""The cells of a table become rows: a column at a time, with what a row, a heading or a sum says about them."""
