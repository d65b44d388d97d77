"""The schedule: what is due when, done once each, by a process that stays up or by cron or systemd."""
