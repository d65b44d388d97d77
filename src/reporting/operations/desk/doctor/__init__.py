"""What is wrong with an installation or a project, and how to mend it: one probe a thing, never a traceback."""
