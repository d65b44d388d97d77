"""Snapshots: all that one report may know, as of a moment, in one file known by a hash of its content."""
