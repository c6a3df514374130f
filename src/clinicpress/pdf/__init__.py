"""Placed pages to bytes: tagged, archival PDF (PDF/UA-1 and PDF/A-2a), and reading it back."""
