"""VenvLens: which environment a Python file runs in, and what that environment lacks."""

__version__ = "0.1.0"
