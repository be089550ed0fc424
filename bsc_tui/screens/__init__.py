"""What people see: the places of the program and the parts they are made of. Asks below, decides nothing."""
