"""PEMAT-P and the CDC Clear Communication Index, item by item. Never decides for a person."""
