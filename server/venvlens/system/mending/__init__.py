"""From what a user asks for to a plan, with what this machine has for it."""
