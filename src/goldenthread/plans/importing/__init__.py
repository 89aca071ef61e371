"""Plans that come in from spreadsheets: read, compared with what is saved, shown, and then applied whole."""
