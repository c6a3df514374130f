"""YAML bytes to models, with every problem at its line and column. Never knows what a field means."""
