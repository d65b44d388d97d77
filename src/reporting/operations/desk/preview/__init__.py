"""A notebook's page beside the editor: made again on every save by a process that has loaded no old code.

`making` makes one page, `maker` starts the processes that do, `watching` sees what was saved, `session` holds what
is looked at, `server` speaks to the browser.
"""
