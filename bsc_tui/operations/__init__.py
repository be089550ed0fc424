"""What the office does, as verbs. Everything is written through the gate."""
