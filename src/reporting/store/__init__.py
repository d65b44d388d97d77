"""The store: every submission kept for ever in one DuckDB file, and the current view of it as of any moment.

Tables only grow. Each row carries the submission it came from; which submissions count is decided when the store is
read, so that any earlier moment can be seen again.
"""
