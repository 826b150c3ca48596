"""From a prompt to an answer that can be followed. Independent of HTTP and of sessions."""
