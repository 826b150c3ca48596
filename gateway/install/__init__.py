"""At home on the machine: found by the browsers, started when needed, removed without a trace."""
