"""The parts screens are composed of: the sheet of fields, lists, pickers. None of them knows the database."""
