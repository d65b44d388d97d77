"""What a machine room does to the command line: `make faults`, or `python -m benchmarks.faults [PART]...`."""
