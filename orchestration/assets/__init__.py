"""Dagster assets: each a few lines around one plain function. The work itself is elsewhere."""
