"""What is on disk: whole files or nothing, private files, caches. Never knows what is in them."""
