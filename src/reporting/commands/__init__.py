"""The commands of `reporting` by stage of the work; `reporting.cli` puts them together."""
