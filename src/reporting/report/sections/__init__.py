"""One module a section of a page: functions from what is known and the words for it to HTML."""
