"""The command line: one file per command, and the printing of problems. Holds no logic."""
