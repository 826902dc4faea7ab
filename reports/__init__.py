"""Everything the project writes to Excel, CSV or mail.

No arithmetic and no comparison with a threshold belongs here (``disclosure`` is the one
exception); figures arrive computed.
"""
