"""Who is at the other end: the gateway proves whose it is, and knows whose its clients are."""
