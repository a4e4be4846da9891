"""The same verdicts for people and for CI."""
