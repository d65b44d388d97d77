"""What stands in one cell becomes a value of the kind that is wanted, or a gap, or a doubt."""
