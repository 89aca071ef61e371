"""The multi-agency dataset: what agencies send, what it shows, and whether that is a signal or noise."""
