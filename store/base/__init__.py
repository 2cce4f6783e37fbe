"""One open database: its versions, its transactions, its faults, the chain every change is written to."""
