"""Pages of plans: read a position or call one action, then answer."""
