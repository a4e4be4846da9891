"""What an environment has installed, as requirements: from texts alone."""
