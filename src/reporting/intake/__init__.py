"""What counties send, on its way into the store: read, cleaned, identified, checked, answered with a receipt."""
