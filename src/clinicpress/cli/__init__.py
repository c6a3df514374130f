"""The command line: parses options, prints what came of them. Never decides anything."""
