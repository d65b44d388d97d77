"""Editions: the pages of one period as one reviewed act. Draft, gates, publication, index and manifest."""
