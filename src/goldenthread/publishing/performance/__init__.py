"""The performance report: the committee's fixed form, and what is computed for it."""
