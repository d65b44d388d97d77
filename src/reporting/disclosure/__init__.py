"""What may be public: the reader who attacks, suppression, redaction, the public view."""
