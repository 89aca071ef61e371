"""What children, young people, families and practitioners said, and what was done about it."""
