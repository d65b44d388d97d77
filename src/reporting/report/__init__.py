"""The report: from one snapshot to the sections, sentences and tables that a notebook shows."""
