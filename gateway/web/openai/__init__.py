"""OpenAI's protocol for other programs, in terms of the gateway's own generations."""
