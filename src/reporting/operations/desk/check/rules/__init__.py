"""The rules of notebooks, one module a kind; each yields a finding for everything that breaks it."""
