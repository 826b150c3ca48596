"""What the product does, free of HTTP. web/ calls these services; they call everything beneath."""
