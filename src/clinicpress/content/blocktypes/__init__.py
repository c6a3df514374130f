"""Types of block of a handout: fields, words, and the parts of a document they become. Never draws."""
