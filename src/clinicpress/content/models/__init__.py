"""What content, layouts and brands may say: frozen models (`declaring.py`). Never imports YAML, ReportLab."""
