"""Gates: what an edition must pass before it is published, and the review that shows how each stands."""
