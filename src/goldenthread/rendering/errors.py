class RenderingError(Exception):
    """A report cannot be made; the message says in a sentence what is wrong, and where in the document."""
