"""A composed document becomes placed pages: a handout flows, a sheet fits on one. Writes nothing."""
