"""Preprocessors of nbconvert: what an analyst hid goes, computed values come in, each output takes its form."""
