"""HTTP, and HTTP only: no rule of the product lives here."""
