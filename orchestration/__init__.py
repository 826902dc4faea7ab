"""What runs when, and the stores it is handed. Validation and page writing do not belong here."""
