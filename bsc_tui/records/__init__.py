"""The gate: who reads or writes records asks here. Rights, checks, rules, versions, search keys, audit."""
