"""What content, layouts and brands may say: frozen pydantic models. Never imports YAML or ReportLab."""
