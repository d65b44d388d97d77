"""A notebook's page beside the editor: made again on every save by a process that has loaded no old code.

`maker` starts a process a page, `answering` is what that does, `making` the page itself; `watching` sees what was
saved, `session` holds what is looked at, `server` speaks to the browser.
"""
