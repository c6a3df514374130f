"""The fit of a sheet on its page: the ladder of sacrifice, and refusals. Never flows over pages."""
