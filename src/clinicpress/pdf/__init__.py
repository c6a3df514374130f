"""Placed pages to the bytes of tagged, archival PDF (PDF/UA-1, PDF/A-2a). Never reads its own output back."""
