"""Pages: each parses, authorises, calls one selector or one action, and answers."""
