"""Making pages: an order becomes a plan, the plan is run, each executed notebook is rendered."""
