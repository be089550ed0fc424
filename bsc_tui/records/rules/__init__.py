"""Rules across fields, by area: named functions that look at a proposal before it is saved."""
