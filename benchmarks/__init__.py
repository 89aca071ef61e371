"""How fast the product is, measured against a bare Django view. See README.md."""
