"""What content, layouts and brands may say: frozen models, by `declaring.py`. Loads no YAML or ReportLab."""
