"""Facts from the disk, and the only processes that are ever started."""
