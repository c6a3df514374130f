"""One file for each command; each has its ``command``. Never more than parsing and printing."""
