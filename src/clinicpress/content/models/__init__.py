"""What content, layouts and brands may say: frozen models (`schema.py`). Never imports YAML or ReportLab."""
