"""phew imports it; nothing of it is used here."""
