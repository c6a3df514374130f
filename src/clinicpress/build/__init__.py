"""Documents: which to make, which are up to date, and how each is made. Never knows a patient."""
