"""What the gateway costs, measured beside a direct call, LiteLLM's SDK and other gateways.

`python -m tests.bench` prints the table; docs/benchmarks.md says how to read it.
"""
