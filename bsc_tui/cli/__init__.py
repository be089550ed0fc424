"""The command line: one module a family of commands. It asks the gate like everybody else and decides nothing."""
