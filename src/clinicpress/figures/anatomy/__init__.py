"""Diagrams of one region of the body each, drawn from control points in real centimetres."""
