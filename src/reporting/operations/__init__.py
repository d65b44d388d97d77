"""What keeps a bureau running: the demonstration, schedules, notices, previews, the laboratory."""
