"""Everything that can be done to a partnership's structure, people, accounts and messages."""
