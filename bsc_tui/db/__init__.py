"""The tables, their fields and the connection. Nothing here knows what the data mean to the office."""
