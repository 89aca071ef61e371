"""The example partnership: made from published figures, in one command, the same each time."""
