"""Tables of patients: CSV to rows, cells, days and plans. Never repeats a cell in a message."""
