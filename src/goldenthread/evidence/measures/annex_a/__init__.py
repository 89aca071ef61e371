"""Ofsted's Annex A: read, checked, counted and let go. Pure: no database, no Django."""
