"""What is in a file, as text: read with bounds on size, rows and time, whatever the file is."""
