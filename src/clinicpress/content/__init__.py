"""What people write, read into models: YAML, tables, plans, pictures. Never lays out, draws or writes."""
