"""The arithmetic of measures. Pure: no database, no Django."""
