"""clinicpress prints patient handouts and one-page exercise sheets as branded, accessible PDF."""

__version__ = "0.2.0"
