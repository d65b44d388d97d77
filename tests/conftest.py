"""What every test may count on."""

from __future__ import annotations

import signal

# A shell that runs the tests in the background has them ignore Ctrl-C, and their children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
