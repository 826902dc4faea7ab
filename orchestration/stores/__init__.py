"""The only code that touches files: vault, lake, warehouse, outbox. No rules, no Dagster."""
