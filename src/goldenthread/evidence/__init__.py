"""What the partnership knows, and how it knows it: measures and voices now; audits and reviews to come."""
