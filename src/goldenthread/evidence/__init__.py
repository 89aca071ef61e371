"""What the partnership knows, and how it knows it: measures, voices and reviews now; audits to come."""
