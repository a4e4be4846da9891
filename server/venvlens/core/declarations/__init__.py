"""What the files of a project declare: one format, one file; text to names, never failing."""
