"""The command line: one module a family of commands. It asks the gate and decides nothing."""
