"""The forms of reports, events and website figures."""
