"""What content, layouts and brands may say: frozen pydantic models. Imports neither YAML nor ReportLab."""
