"""Prose: Markdown as JupyterLab shows it, right in Chinese, with formulas, footnotes, callouts and references."""
