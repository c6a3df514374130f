"""One file per command; each has its ``command``."""
