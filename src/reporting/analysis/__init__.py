"""Observations and their statistics: intervals, funnels, change, series and disclosure, as pure functions on values."""
