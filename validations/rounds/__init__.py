"""May this month's figures be published? One Great Expectations suite a month answers.

Nothing here judges a submitted file (that is the gate) or the warehouse's structure (that is dbt).
"""
