"""What a clerk typed becomes a value, or a reason why it is none; the typed text is kept beside it.

Nothing is guessed silently: a reading that is not certain carries a doubt. `values.by_kind.clean` reads a cell and
`tables.columns.clean_column` a column, where neighbours help. No field of any form is known here.
"""
