"""The columns of each list: the same for the page and for its export."""
