"""Where interpreters and environments are found: one file for each kind.

The seam is one function, ``locate(host) -> Iterator[Environment]``, that reads
folders and small files only. It never starts anything, and what it cannot read
does not exist for it. To add a kind, write such a file and name its function in
:mod:`venvlens.system.locators.machine`.
"""
