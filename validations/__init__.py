"""Is this file, and this period, fit to enter?

Codes, forms, reading, normalising and checking live here; arithmetic over periods (dbt) and
anything that writes pages (``reports``) do not.
"""
