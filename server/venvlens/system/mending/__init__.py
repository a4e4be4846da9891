"""What a user asks for by name, and a machine with its tools, to plans."""
