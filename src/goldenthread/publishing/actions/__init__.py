"""Every change to reports and to what they tell of. Each is one transaction and leaves one entry in the audit trail."""
