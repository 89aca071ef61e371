"""Every change to a plan. Each is one transaction and leaves one entry in the audit trail."""
