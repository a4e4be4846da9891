"""Where interpreters and environments are found: one file for each kind.

The seam is one function, ``locate(machine) -> Iterator[Environment]``, that asks a
:class:`~venvlens.core.machine.Machine` for folders and small files only, so that a test can
describe a machine of any system. It never starts anything, and what it cannot read does not
exist for it. To add a kind, write such a file and name its function in
:mod:`venvlens.system.locators.interpreters` or :mod:`venvlens.system.locators.environments`.
"""
