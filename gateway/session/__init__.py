"""What a session holds, and how it is sealed."""
