"""Training: courses, sessions and their places, who came, what it changed, and what it cost."""
