"""A year at the doors, minute by minute, against an oracle that only counts minutes."""
