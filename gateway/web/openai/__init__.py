"""OpenAI's protocol for programs that speak it, told in terms of the gateway's own."""
