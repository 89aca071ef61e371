"""The forms of this room; their errors are sentences that say how to put things right."""
