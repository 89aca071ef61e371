"""What the partnership knows, and how it knows it: measures now; audits, reviews and voices to come."""
