"""Ways out of the house: one folder each. A message waits as a row until its channel has carried it, once."""
