"""Rules that words, sheets and looks are held to, each in a file of its own. Finds, and mends nothing."""
