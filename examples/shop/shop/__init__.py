"""A shop's price list on the command line."""
