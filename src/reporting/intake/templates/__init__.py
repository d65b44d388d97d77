"""Blank workbooks for the counties."""
