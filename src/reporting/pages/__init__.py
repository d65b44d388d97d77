"""Pages: how HTML becomes one self-contained, accessible document, and what a document must keep to.

Knows shells, styles, fonts and notebooks; knows nothing of counties. `shell.page` wraps a body,
`notebook.notebook_page` an executed notebook, `stamp.stamp` adds what only an edition knows, and
`checks.check_page` tells what a finished page does wrong.
"""
