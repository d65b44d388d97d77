"""How each kind of output stands on a page: tables, pictures, drawings, formulas, plain values; `kinds` chooses."""
