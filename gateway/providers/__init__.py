"""Everything that is known of a provider."""
