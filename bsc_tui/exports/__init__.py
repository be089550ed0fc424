"""Files that leave the house: tables as .xlsx and .csv, safely written. What they say is up to reports."""
