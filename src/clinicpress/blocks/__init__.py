"""Flowables of content: cards, boxes, lists, tables and pictures. Never opens a file or knows a page."""
