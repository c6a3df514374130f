"""YAML text to models with every problem located, a workspace's library, rules across files."""
