"""Making pages: an order becomes a plan, the plan is run, each executed notebook is rendered.

Read `making.make_pages` first: it tells the whole way of a run.
"""
