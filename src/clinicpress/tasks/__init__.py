"""What single commands do besides building: check, preview, new files, deletion. Never parses options."""
