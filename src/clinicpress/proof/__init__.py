"""Reads finished PDFs back, by other libraries than those that wrote them. Never writes one."""
