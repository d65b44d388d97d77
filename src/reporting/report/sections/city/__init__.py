"""Sections of the city overview: every county side by side, in code order, without ranks."""
