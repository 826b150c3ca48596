"""From a prompt to an answer. Knows nothing of HTTP and nothing of sessions."""
