"""Content blocks as Flowables: one file for each type of block. Never opens a file or knows a page."""
