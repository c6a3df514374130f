"""Content, layout, brand and locale become a document: every word decided. Never measures a line."""
