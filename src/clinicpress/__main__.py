"""Lets ``python -m clinicpress`` do what the ``clinicpress`` command does."""

from clinicpress.cli.main import main

if __name__ == "__main__":
    main()
