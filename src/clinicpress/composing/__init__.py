"""Content, layout, brand and locale become a document of blocks: all words decided, nothing measured."""
