"""The words of the work as frozen values: counties, periods, forms, indicators, commitments, claims.

Nothing here reads a file; `reporting.settings` makes these values from ``params/*.yaml``.
"""
