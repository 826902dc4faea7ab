"""The rehearsal city: an invented Ganzhou of 120 schools that files what real ones would.

Seeded and without any real person or school; what is done with its files is intake's affair.
"""
