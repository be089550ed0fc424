"""How each table of the office is looked at: kinds of fields, entities, and Table."""
