"""Content blocks as Flowables: one file for each type of block. Opens no files and knows no pages."""
