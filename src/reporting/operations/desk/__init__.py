"""The analyst's desk: the laboratory, the live preview, the lint of notebooks and params, new notebooks, the doctor."""
