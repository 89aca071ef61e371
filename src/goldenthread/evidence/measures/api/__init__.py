"""The API with which an agency's own system asks what is due, and sends its figures."""
