"""Which environment a file gets, and what is said of it: a table of layouts.

``selection_cases`` says how to read it. Numbers in brackets are those of complaints about
other tools that a case answers.
"""

from pathlib import Path

import pytest
from selection_cases import Case, cases

LINUX = r"""
# the nearest environment of nested projects [13, 17, 32]
/ws/.venv: venv 3.12
/ws/pyproject.toml
/ws/sub/.venv: venv 3.11
/ws/sub/pyproject.toml
? /ws/sub/deep/a.py
= /ws/sub/.venv: it is the nearest environment, in /ws/sub

# an environment of a folder below is not that of the root [9]
/ws/sub/.venv: venv 3.12
/ws/sub/pyproject.toml
/ws/pyproject.toml
? /ws/a.py
= global /usr/bin/python3.12: no environment was found

# a nested project without an environment has that of the root
/ws/.venv: venv 3.12
/ws/sub/pyproject.toml
? /ws/sub/a.py
= /ws/.venv: it is the nearest environment, in /ws
! /ws/sub: no environment is in it, and no tool keeps one for it

# an environment beside the workspace is of somebody else [10, 11]
/.venv: venv 3.12
? /ws/a.py
= global /usr/bin/python3.12: no environment was found

# the environment of a sibling project is never taken [10]
/ws/one/pyproject.toml
/ws/one/.venv: venv 3.12
/ws/two/pyproject.toml
? /ws/two/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/two: no environment is in it

# .venv comes first, whatever is newer beside it
/ws/.venv: venv 3.8
/ws/other: venv 3.13
? /ws/a.py
= /ws/.venv: it is the nearest environment, in /ws
! /ws/other: .venv comes first

# .venv comes first even if requires-python forbids its version
/ws/pyproject.toml = [project]; requires-python = ">=3.12"
/ws/.venv: venv 3.8
/ws/other: venv 3.13
? /ws/a.py
= /ws/.venv: it is the nearest environment

# without .venv the first that requires-python allows
/ws/pyproject.toml = [project]; requires-python = ">=3.11"
/ws/a-old: venv 3.8
/ws/b-new: venv 3.11
/ws/c-newest: venv 3.13
? /ws/a.py
= /ws/b-new: of the 3 environments in /ws it is the first that requires-python >=3.11 allows
! /ws/a-old: requires-python >=3.11 does not allow its Python 3.8
! /ws/c-newest: b-new comes first

# without requires-python the first by name, never the newest
/ws/a-old: venv 3.8
/ws/b-new: venv 3.13
? /ws/a.py
= /ws/a-old: of the 2 environments in /ws it is the first by name

# where requires-python allows none, the first by name
/ws/pyproject.toml = [project]; requires-python = ">=3.14"
/ws/a-old: venv 3.8
/ws/b-new: venv 3.13
? /ws/a.py
= /ws/a-old: none of which requires-python >=3.14 allows, it is the first by name

# venv comes before env, and both before other names
/ws/a: venv 3.13
/ws/env: venv 3.12
/ws/venv: venv 3.11
? /ws/a.py
= /ws/venv: of the 3 environments in /ws it has the most usual name

# a broken .venv is taken, so that it can be reported [28]
/ws/.venv: venv 3.12 broken
/ws/other: venv 3.12
? /ws/a.py
= broken /ws/.venv: it is the nearest environment

# what was set aside is never taken
/ws/.venv.old: venv 3.12
/ws/venv.bak: venv 3.12
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/.venv.old: its name says that it was set aside
! /ws/venv.bak: its name says that it was set aside

# the user's choice for the workspace
/ws/.venv: venv 3.12
/envs/mine: venv 3.11
choose /ws = /envs/mine
? /ws/a.py
= /envs/mine: you chose it for /ws

# a choice for the workspace gives way to a nearer environment [12, 14]
/ws/sub/.venv: venv 3.12
/envs/mine: venv 3.11
choose /ws = /envs/mine
? /ws/sub/a.py
= /ws/sub/.venv: it is the nearest environment

# a choice for a nested project
/ws/sub/.venv: venv 3.12
/envs/mine: venv 3.11
choose /ws/sub = /envs/mine
? /ws/sub/a.py
= /envs/mine: you chose it for /ws/sub

# a choice for a workspace that is opened by what its link leads to, and the other way round
/real/sub/pyproject.toml
/envs/mine: venv 3.12
/ws -> /real
choose /real/sub = /envs/mine
? /ws/sub/a.py
= /envs/mine: you chose it for /ws/sub

# a choice for a folder is none for another that only begins like it
/ws/shop2/pyproject.toml
/envs/mine: venv 3.12
choose /ws/shop = /envs/mine
? /ws/shop2/a.py
= global /usr/bin/python3.12: no environment was found

# a choice that is gone says where it is kept, so that it can be removed
/ws/.venv: venv 3.12
choose /ws = /envs/gone
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /envs/gone: you chose it for /ws, but it is gone (the choice is kept in

# a choice that is gone is reported and passed over
/ws/.venv: venv 3.12
choose /ws = /envs/gone
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /envs/gone: you chose it for /ws, but it is gone
! You chose /envs/gone for /ws, but it is gone

# a choice that cannot run is reported and passed over
/ws/.venv: venv 3.12
/envs/mine: venv 3.11 broken
choose /ws = /envs/mine
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /envs/mine: you chose it for /ws, but it cannot run

# a global interpreter that was chosen
/ws/.venv: venv 3.12
choose /ws = /usr/bin/python3.12
? /ws/a.py
= global /usr/bin/python3.12: you chose it for /ws

# a global interpreter that was chosen by its exact name, among several
/usr/bin/python3.11: interpreter 3.11
choose /ws = /usr/bin/python3.11
? /ws/a.py
= global /usr/bin/python3.11: you chose it for /ws

# what [tool.venvlens] names, though .venv is there
/ws/pyproject.toml = [tool.venvlens]; environment = "envs/dev"
/ws/.venv: venv 3.12
/ws/envs/dev: venv 3.11
? /ws/a.py
= /ws/envs/dev: [tool.venvlens] in /ws/pyproject.toml names it

# the user's choice is stronger than the project's settings
/ws/pyproject.toml = [tool.venvlens]; environment = "envs/dev"
/ws/envs/dev: venv 3.11
/envs/mine: venv 3.11
choose /ws = /envs/mine
? /ws/a.py
= /envs/mine: you chose it for /ws

# what [tool.venvlens] names is missing
/ws/pyproject.toml = [tool.venvlens]; environment = "envs/dev"
/ws/.venv: venv 3.12
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /ws/envs/dev: [tool.venvlens] in /ws/pyproject.toml names it, but no environment is there
! [tool.venvlens] in /ws/pyproject.toml names /ws/envs/dev, where no environment is

# what [tool.venvlens] names may be beside the project
/ws/shop/pyproject.toml = [tool.venvlens]; environment = "../envs/dev"
/ws/envs/dev: venv 3.11
? /ws/shop/a.py
= /ws/envs/dev: [tool.venvlens] in /ws/shop/pyproject.toml names it

# what [tool.venvlens] names may be in a folder of the user's own
/ws/shop/pyproject.toml = [tool.venvlens]; environment = "~/.venvs/shop"
/ws/shop/.venv: venv 3.12
/home/me/.venvs/shop: venv 3.11
? /ws/shop/a.py
= /home/me/.venvs/shop: [tool.venvlens] in /ws/shop/pyproject.toml names it

# what [tool.venvlens] names may be anywhere on the machine
/ws/shop/pyproject.toml = [tool.venvlens]; environment = "../../envs/dev"
/envs/dev: venv 3.11
? /ws/shop/a.py
= /envs/dev: [tool.venvlens] in /ws/shop/pyproject.toml names it

# the editor may name an environment anywhere
/ws/.venv: venv 3.12
/home/me/dev: venv 3.11
setting = ~/dev
? /ws/a.py
= /home/me/dev: the editor's settings name it

# what [tool.venvlens] of the root names counts for projects below it [32]
/ws/pyproject.toml = [tool.venvlens]; environment = "envs/dev"
/ws/envs/dev: venv 3.11
/ws/sub/pyproject.toml
? /ws/sub/a.py
= /ws/envs/dev: [tool.venvlens] in /ws/pyproject.toml names it

# a project's own environment is nearer than what the root names
/ws/pyproject.toml = [tool.venvlens]; environment = "envs/dev"
/ws/envs/dev: venv 3.11
/ws/sub/pyproject.toml
/ws/sub/.venv: venv 3.12
? /ws/sub/a.py
= /ws/sub/.venv: it is the nearest environment

# the editor's settings name an environment for the project
/ws/.venv: venv 3.12
/ws/envs/dev: venv 3.11
setting = envs/dev
? /ws/a.py
= /ws/envs/dev: the editor's settings name it

# a pyproject.toml that is broken names nothing
/ws/pyproject.toml = [tool.venvlens; environment = "envs/dev"
/ws/.venv: venv 3.12
? /ws/a.py
= /ws/.venv: it is the nearest environment

# the editor's interpreter, where nothing else is [14]
/usr/bin/python3.11: interpreter 3.11
editor = /usr/bin/python3.11
? /ws/a.py
= global /usr/bin/python3.11: the editor names it

# the project's own environment is stronger than the editor's interpreter [14]
/ws/.venv: venv 3.12
/usr/bin/python3.11: interpreter 3.11
editor = /usr/bin/python3.11
? /ws/a.py
= /ws/.venv: it is the nearest environment

# the editor names the program of an environment
/envs/mine: venv 3.11
editor = /envs/mine/bin/python
? /ws/a.py
= /envs/mine: the editor names it

# the editor names a folder [14]
/envs/mine: venv 3.11
editor = /envs/mine
? /ws/a.py
= /envs/mine: the editor names it

# the editor names the folder of programs [14]
/envs/mine: venv 3.11
editor = /envs/mine/bin
? /ws/a.py
= /envs/mine: the editor names it

# the editor names a path in the home folder
/home/me/envs/mine: venv 3.11
editor = ~/envs/mine/bin/python
? /ws/a.py
= /home/me/envs/mine: the editor names it

# the editor names a command, which PATH decides
/usr/bin/python3.11: interpreter 3.11
editor = python3.11
? /ws/a.py
= global /usr/bin/python3.11: the editor names it

# the editor names a path with a variable of its own [14, 33]
/ws/envs/mine: venv 3.11
editor = ${workspaceFolder}/envs/mine/bin/python
? /ws/a.py
= /ws/envs/mine: the editor names it

# the editor names what is gone
editor = /envs/gone/bin/python
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /envs/gone/bin/python: the editor names it, but no interpreter is there

# the editor names a broken environment, which is reported [14, 28]
/envs/mine: venv 3.11 broken
/envs/mine/bin/python -> /gone/python3.11
editor = /envs/mine/bin/python
? /ws/a.py
= broken /envs/mine: the editor names it

# an activated environment of the workspace [20, 21]
/ws/envs/dev: venv 3.12
$VIRTUAL_ENV = /ws/envs/dev
? /ws/src/a.py
= /ws/envs/dev: VIRTUAL_ENV names it, and it is in this workspace

# an activated environment of conda in the workspace
/ws/envs/dev: conda 3.12
$CONDA_PREFIX = /ws/envs/dev
? /ws/src/a.py
= /ws/envs/dev: CONDA_PREFIX names it, and it is in this workspace

# an activated environment from elsewhere is named, and not taken [10]
/other/.venv: venv 3.12
$VIRTUAL_ENV = /other/.venv
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /other/.venv: VIRTUAL_ENV names it, but it is not of this project

# an activated environment of another project in the workspace is not taken [10, 20]
/ws/one/pyproject.toml
/ws/one/.venv: venv 3.12
/ws/two/pyproject.toml
$VIRTUAL_ENV = /ws/one/.venv
? /ws/two/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/one/.venv: VIRTUAL_ENV names it, but it is not of this project

# the project's own environment is stronger than an activated one, which is named [20]
/ws/.venv: venv 3.12
/other/.venv: venv 3.12
$VIRTUAL_ENV = /other/.venv
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /other/.venv: VIRTUAL_ENV names it, but .venv comes before what is activated

# a stale VIRTUAL_ENV
$VIRTUAL_ENV = /ws/.venv
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/.venv: VIRTUAL_ENV names it, but no environment is there

# a stale VIRTUAL_ENV beside an environment that is there
/ws/.venv: venv 3.12
$VIRTUAL_ENV = /ws/old
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /ws/old: VIRTUAL_ENV names it, but no environment is there

# the activated environment is the one that is taken: nothing more is said
/ws/.venv: venv 3.12
$VIRTUAL_ENV = /ws/.venv
? /ws/a.py
= /ws/.venv: it is the nearest environment

# conda's base is activated in every terminal, and is no project's
/opt/conda: conda 3.12
/opt/conda/condabin/
$CONDA_PREFIX = /opt/conda
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /opt/conda: CONDA_PREFIX names it, but it is not of this project

# .venv is a link to an environment elsewhere
/ws/.venv -> /envs/shop
/envs/shop: venv 3.12
/ws/other: venv 3.13
? /ws/a.py
= /ws/.venv: it is the nearest environment

# .venv is a link to nothing
/ws/.venv -> /envs/gone
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/.venv: it is a link to /envs/gone, which is not there

# .venv is a link to nothing, and another environment is there
/ws/.venv -> /envs/gone
/ws/other: venv 3.12
? /ws/a.py
= /ws/other: it is the nearest environment
! /ws/.venv: it is a link to /envs/gone, which is not there

# .venv is a file with a path
/ws/.venv = /envs/shop
/envs/shop: venv 3.12
/ws/other: venv 3.13
/ws/pyproject.toml = [project]; requires-python = ">=3.13"
? /ws/a.py
= /envs/shop: the file /ws/.venv names it
! /ws/other: shop comes first

# .venv is a file with a path that is relative
/ws/.venv = ../envs/shop
/envs/shop: venv 3.12
? /ws/a.py
= /envs/shop: the file /ws/.venv names it

# .venv is a file with a name
/ws/.venv = shop
/home/me/.virtualenvs/shop: venv 3.12
? /ws/a.py
= /home/me/.virtualenvs/shop: the file /ws/.venv names it

# .venv is a file that names nothing that is there
/ws/.venv = gone
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/.venv: it is a file that names gone, where no environment is

# .venv is a folder without an environment
/ws/.venv/
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /ws: its .venv has no pyvenv.cfg, so it is not an environment

# the folder is an environment itself: python -m venv .
/ws: venv 3.12
? /ws/src/a.py
= /ws: the file is in it

# a file of a library is of the environment that holds it
/ws/envs/one: venv 3.12
/ws/envs/two: venv 3.12
? /ws/envs/two/lib/python3.12/site-packages/six.py
= /ws/envs/two: the file is in it

# a member of a workspace of uv has the environment of the workspace [32]
/mono/pyproject.toml = [tool.uv.workspace]; members = ["packages/*"]
/mono/.venv: uv 3.12
/mono/packages/a/pyproject.toml
$WORKSPACE = /mono/packages/a
? /mono/packages/a/a.py
= /mono/.venv: uv keeps it for the workspace /mono

# what a workspace of uv excludes has not, if the workspace is not opened
/mono/pyproject.toml = [tool.uv.workspace]; members = ["packages/*"]; exclude = ["packages/b"]
/mono/.venv: uv 3.12
/mono/packages/b/pyproject.toml
$WORKSPACE = /mono/packages/b
? /mono/packages/b/a.py
= global /usr/bin/python3.12: no environment was found

# a member with an environment of its own
/ws/pyproject.toml = [tool.uv.workspace]; members = ["packages/*"]
/ws/.venv: uv 3.12
/ws/packages/a/pyproject.toml
/ws/packages/a/.venv: uv 3.12
? /ws/packages/a/a.py
= /ws/packages/a/.venv: it is the nearest environment

# poetry's environment of the project, in its cache [19, 21]
/ws/pyproject.toml = [tool.poetry]; name = "ws"
/home/me/.cache/pypoetry/virtualenvs/POETRY(/ws)-py3.12: virtualenv 3.12
/home/me/.cache/pypoetry/virtualenvs/other-aBcDeFgH-py3.12: virtualenv 3.12
? /ws/a.py
= /home/me/.cache/pypoetry/virtualenvs/POETRY(/ws)-py3.12: poetry keeps it for /ws

# of poetry's environments the one that requires-python allows
/ws/pyproject.toml = [project]; name = "ws"; requires-python = ">=3.11"; [tool.poetry]
/home/me/.cache/pypoetry/virtualenvs/POETRY(/ws)-py3.8: virtualenv 3.8
/home/me/.cache/pypoetry/virtualenvs/POETRY(/ws)-py3.12: virtualenv 3.12
? /ws/a.py
= /home/me/.cache/pypoetry/virtualenvs/POETRY(/ws)-py3.12: poetry keeps it for /ws

# poetry's environment of a folder with the same name is another's [10, 12]
/ws/one/api/pyproject.toml = [tool.poetry]; name = "api"
/ws/two/api/pyproject.toml = [tool.poetry]; name = "api"
/home/me/.cache/pypoetry/virtualenvs/POETRY(/ws/one/api)-py3.12: virtualenv 3.12
? /ws/two/api/a.py
= global /usr/bin/python3.12: no environment was found

# what poetry keeps for a nested project is nearer than .venv of the root [32]
/ws/.venv: venv 3.12
/ws/api/pyproject.toml = [tool.poetry]; name = "api"
/home/me/.cache/pypoetry/virtualenvs/POETRY(/ws/api)-py3.12: virtualenv 3.12
? /ws/api/src/a.py
= /home/me/.cache/pypoetry/virtualenvs/POETRY(/ws/api)-py3.12: poetry keeps it for /ws/api

# pipenv's environment of the project [15]
/ws/Pipfile
/home/me/.local/share/virtualenvs/PIPENV(/ws): virtualenv 3.12
? /ws/a.py
= /home/me/.local/share/virtualenvs/PIPENV(/ws): pipenv keeps it for /ws

# .venv is stronger than another project's environment of pipenv [13]
/ws/.venv: venv 3.12
/ws/Pipfile
/home/me/.local/share/virtualenvs/other-aBcDeFgH: virtualenv 3.12
? /ws/a.py
= /ws/.venv: it is the nearest environment

# the environment of virtualenvwrapper whose .project says so
/ws/setup.py
/home/me/.virtualenvs/any: virtualenv 3.12
/home/me/.virtualenvs/any/.project = /ws
? /ws/a.py
= /home/me/.virtualenvs/any: its .project file says that it is for /ws

# hatch's default environment, not the one for its tests [16, 18]
/ws/pyproject.toml = [project]; name = "shop"; [tool.hatch]
/home/me/.local/share/hatch/env/virtual/shop/HATCH(/ws)/shop: virtualenv 3.12
/home/me/.local/share/hatch/env/virtual/shop/HATCH(/ws)/a-test: virtualenv 3.12
? /ws/a.py
= /home/me/.local/share/hatch/env/virtual/shop/HATCH(/ws)/shop: hatch keeps it for /ws
! /home/me/.local/share/hatch/env/virtual/shop/HATCH(/ws)/a-test: shop comes first

# hatch's default environment is broken: the one for its tests is none for the project [28]
/ws/pyproject.toml = [project]; name = "shop"; [tool.hatch]
/home/me/.local/share/hatch/env/virtual/shop/HATCH(/ws)/shop: virtualenv 3.12 broken
/home/me/.local/share/hatch/env/virtual/shop/HATCH(/ws)/a-test: virtualenv 3.12
? /ws/a.py
= broken /home/me/.local/share/hatch/env/virtual/shop/HATCH(/ws)/shop: hatch keeps it for /ws

# pdm's environment in its own folder
/ws/pyproject.toml = [project]; name = "ws"; [tool.pdm]
/home/me/.local/share/pdm/venvs/PDM(/ws)3.12: virtualenv 3.12
? /ws/a.py
= /home/me/.local/share/pdm/venvs/PDM(/ws)3.12: pdm keeps it

# UV_PROJECT_ENVIRONMENT of a project of uv
/ws/pyproject.toml = [project]; name = "p"
/ws/uv.lock
/ws/.venv: uv 3.12
/envs/ci: uv 3.12
$UV_PROJECT_ENVIRONMENT = /envs/ci
? /ws/a.py
= /envs/ci: UV_PROJECT_ENVIRONMENT names it for /ws

# UV_PROJECT_ENVIRONMENT says nothing of a project that is not of uv [15]
/ws/pyproject.toml = [tool.poetry]; name = "p"
/ws/.venv: venv 3.12
/envs/ci: uv 3.12
$UV_PROJECT_ENVIRONMENT = /envs/ci
? /ws/a.py
= /ws/.venv: it is the nearest environment

# UV_PROJECT_ENVIRONMENT names what is not there
/ws/pyproject.toml = [project]; name = "p"
/ws/uv.lock
/ws/.venv: uv 3.12
$UV_PROJECT_ENVIRONMENT = /envs/gone
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /envs/gone: UV_PROJECT_ENVIRONMENT names it, but no environment is there

# a script with an environment in uv's cache has that one [35]
/ws/.venv: venv 3.12
/ws/tool.py = # /// script; # dependencies = ["rich"]; # ///
/home/me/.cache/uv/environments-v2/SCRIPT(/ws/tool.py): uv 3.12
? /ws/tool.py
= /home/me/.cache/uv/environments-v2/SCRIPT(/ws/tool.py): uv keeps it for tool.py

# a script without an environment: it is not known what it can import [35]
/ws/.venv: venv 3.12
/ws/tool.py = # /// script; # dependencies = ["rich"]; # ///
? /ws/tool.py
= open global /usr/bin/python3.12: uv has made no environment for tool.py yet

# a script's metadata cannot be read
/ws/.venv: venv 3.12
/ws/tool.py = # /// script; # dependencies = [; # ///
? /ws/tool.py
= open global /usr/bin/python3.12: The metadata of tool.py cannot be read

# a file that only speaks of such blocks is none, and neither is a block that is not closed
/ws/.venv: venv 3.12
/ws/tool.py = TEXT = "# /// script"; # /// script; import os
? /ws/tool.py
= /ws/.venv: it is the nearest environment

# a script while another environment is activated: it is named
/ws/.venv: venv 3.12
/ws/tool.py = # /// script; # dependencies = ["rich"]; # ///
/home/me/.cache/uv/environments-v2/SCRIPT(/ws/tool.py): uv 3.12
$VIRTUAL_ENV = /ws/.venv
? /ws/tool.py
= /home/me/.cache/uv/environments-v2/SCRIPT(/ws/tool.py): uv keeps it for tool.py
! /ws/.venv: VIRTUAL_ENV names it, but

# conda's environment, by the name in environment.yml
/ws/environment.yml = name: shop
/home/me/miniconda3/conda-meta/history
/home/me/miniconda3/condabin/
/home/me/miniconda3/envs/shop: conda 3.12
? /ws/a.py
= /home/me/miniconda3/envs/shop: environment.yml of /ws names it

# environment.yml names what is not made yet
/ws/environment.yml = name: shop
/home/me/miniconda3/conda-meta/history
/home/me/miniconda3/condabin/
/home/me/miniconda3/envs/other: conda 3.12
? /ws/a.py
= global /usr/bin/python3.12: no environment was found

# .venv in the folder is stronger than environment.yml
/ws/environment.yml = name: shop
/home/me/miniconda3/conda-meta/history
/home/me/miniconda3/condabin/
/home/me/miniconda3/envs/shop: conda 3.12
/ws/.venv: venv 3.12
? /ws/a.py
= /ws/.venv: it is the nearest environment

# .conda in the folder
/ws/.conda: conda 3.12
? /ws/a.py
= /ws/.conda: it is the nearest environment

# .venv before .conda
/ws/.conda: conda 3.12
/ws/.venv: venv 3.12
? /ws/a.py
= /ws/.venv: it is the nearest environment
! /ws/.conda: .venv comes first

# an environment of conda without Python is taken, and told as broken
/ws/.conda: conda none
? /ws/a.py
= broken /ws/.conda: it is the nearest environment

# pixi's default environment comes before its others
/ws/pixi.toml
/ws/.pixi/envs/alpha: pixi 3.12
/ws/.pixi/envs/default: pixi 3.12
? /ws/a.py
= /ws/.pixi/envs/default: of the 2 environments in /ws it has the most usual name
! /ws/.pixi/envs/alpha: default comes first

# the virtualenv of pyenv that .python-version names [25]
/ws/.python-version = shop
/home/me/.pyenv/versions/shop: venv 3.12
? /ws/a.py
= /home/me/.pyenv/versions/shop: named by /ws/.python-version

# a version in .python-version names no environment
/ws/.python-version = 3.12
/home/me/.pyenv/versions/shop: venv 3.12
? /ws/a.py
= global /usr/bin/python3.12: no environment was found

# a symlinked workspace
/real/.venv: venv 3.12
/ws -> /real
? /ws/sub/a.py
= /ws/.venv: it is the nearest environment, in /ws

# an environment activated by the other name of a symlinked workspace
/real/.venv: venv 3.12
/ws -> /real
$VIRTUAL_ENV = /real/.venv
? /ws/a.py
= /ws/.venv: it is the nearest environment, in /ws

# an activated environment of a symlinked workspace belongs to it
/real/envs/dev: venv 3.12
/ws -> /real
$VIRTUAL_ENV = /real/envs/dev
? /ws/a.py
= /real/envs/dev: VIRTUAL_ENV names it, and it is in this workspace

# a choice for a workspace that is opened by a link
/real/.venv: venv 3.12
/envs/mine: venv 3.12
/ws -> /real
choose /real = /envs/mine
? /ws/a.py
= /envs/mine: you chose it for /ws

# two folders with the same name have an environment each [12]
/ws/one/api/.venv: venv 3.12
/ws/two/api/.venv: venv 3.11
? /ws/two/api/a.py
= /ws/two/api/.venv: it is the nearest environment, in /ws/two/api

# a choice for one of two folders with the same name is not for the other [12]
/ws/one/api/pyproject.toml
/ws/two/api/pyproject.toml
/envs/mine: venv 3.12
choose /ws/one/api = /envs/mine
? /ws/two/api/a.py
= global /usr/bin/python3.12: no environment was found

# environments of tox and nox are never chosen
/ws/pyproject.toml
/ws/.tox/py312: virtualenv 3.12
/ws/.nox/tests: virtualenv 3.12
? /ws/a.py
= global /usr/bin/python3.12: no environment was found

# environments of tox and nox are not chosen if they are activated
/ws/pyproject.toml
/ws/.tox/py312: virtualenv 3.12
$VIRTUAL_ENV = /ws/.tox/py312
? /ws/a.py
= global /usr/bin/python3.12: no environment was found
! /ws/.tox/py312: tox keeps it for its runs

# a file beside tox's environments has none of them
/ws/.tox/py312: virtualenv 3.12
? /ws/.tox/a.py
= global /usr/bin/python3.12: no environment was found

# a second root of the editor has its own environment [12, 32]
/ws/.venv: venv 3.12
/second/.venv: venv 3.11
$WORKSPACE = /second
? /second/a.py
= /second/.venv: it is the nearest environment, in /second

# a folder that is not of this workspace is judged by itself
/ws/.venv: venv 3.12
/lone/.venv: venv 3.12
? /lone/a.py
= /lone/.venv: it is the nearest environment, in /lone

# an environment that uv made is uv's, in a project of poetry too [15]
/ws/pyproject.toml = [tool.poetry]; name = "p"
/ws/poetry.lock
/ws/.venv: uv 3.12
? /ws/a.py
= /ws/.venv: it is the nearest environment

# an environment far below is seen from its own folder without opening anything else [17, 20]
/ws/a/b/c/d/.venv: venv 3.12
? /ws/a/b/c/d/e/f.py
= /ws/a/b/c/d/.venv: it is the nearest environment, in /ws/a/b/c/d

# nothing is there at all
/usr/bin/python3 -> /gone
$PATH = none
? /ws/a.py
= nothing: nothing was found
"""

DARWIN = r"""
# the nearest environment of nested projects
/ws/.venv: venv 3.12
/ws/sub/.venv: venv 3.11
? /ws/sub/a.py
= /ws/sub/.venv: it is the nearest environment, in /ws/sub

# the base was upgraded by Homebrew, and the environment's link leads nowhere [28]
/ws/.venv: venv 3.12 broken
/ws/.venv/bin/python -> /opt/homebrew/Cellar/python@3.12/3.12.1/bin/python3.12
? /ws/a.py
= broken /ws/.venv: it is the nearest environment

# nothing but the system's own, or Homebrew's
? /ws/a.py
= global /opt/bin/python3.12: no environment was found

# a script with an environment in uv's cache
/ws/tool.py = # /// script; # dependencies = ["rich"]; # ///
/Users/me/.cache/uv/environments-v2/SCRIPT(/ws/tool.py): uv 3.12
? /ws/tool.py
= /Users/me/.cache/uv/environments-v2/SCRIPT(/ws/tool.py): uv keeps it for tool.py

# conda's environment, by the name in environment.yml
/ws/environment.yml = name: shop
/Users/me/miniconda3/conda-meta/history
/Users/me/miniconda3/condabin/
/Users/me/miniconda3/envs/shop: conda 3.12
? /ws/a.py
= /Users/me/miniconda3/envs/shop: environment.yml of /ws names it

# .venv is a file with a name
/ws/.venv = shop
/Users/me/.virtualenvs/shop: venv 3.12
? /ws/a.py
= /Users/me/.virtualenvs/shop: the file /ws/.venv names it
"""

WIN32 = r"""
# what [tool.venvlens] names is not looked for on another machine
C:\ws\pyproject.toml = [tool.venvlens]; environment = '\\evil\share\env'
C:\ws\.venv: venv 3.12
\\evil\share\env: venv 3.11
? C:\ws\a.py
= C:\ws\.venv: it is the nearest environment
! \\evil\share\env: [tool.venvlens] in C:\ws\pyproject.toml names it, but it is on another share
! [tool.venvlens] in C:\ws\pyproject.toml names \\evil\share\env, which is on another share than

# it is looked for on the share that the project is on, however that is written
\\corp\work\shop\pyproject.toml = [tool.venvlens]; environment = "//CORP/Work/envs/shop"
\\corp\work\envs\shop: venv 3.11
? \\corp\work\shop\a.py
= \\CORP\Work\envs\shop: names it

# and in a folder of the user's own, on any drive
C:\ws\pyproject.toml = [tool.venvlens]; environment = 'D:\envs\shop'
D:\envs\shop: venv 3.11
? C:\ws\a.py
= D:\envs\shop: [tool.venvlens] in C:\ws\pyproject.toml names it

# the editor may name an environment on a share
C:\ws\a.py
setting = \\corp\envs\shop
\\corp\envs\shop: venv 3.11
? C:\ws\a.py
= \\corp\envs\shop: the editor's settings name it

# a file .venv does not lead to another machine
C:\ws\.venv = \\evil\share\env
C:\ws\env: venv 3.12
\\evil\share\env: venv 3.11
? C:\ws\a.py
= C:\ws\env
! which is on another share than the file

# the nearest environment of nested projects
C:\ws\.venv: venv 3.12
C:\ws\sub\.venv: venv 3.11
? C:\ws\sub\deep\a.py
= C:\ws\sub\.venv: it is the nearest environment, in C:\ws\sub

# without .venv the first that requires-python allows
C:\ws\pyproject.toml = [project]; requires-python = ">=3.11"
C:\ws\a-old: venv 3.8
C:\ws\b-new: venv 3.12
? C:\ws\a.py
= C:\ws\b-new: of the 2 environments in C:\ws it is the first that requires-python >=3.11 allows

# the user's choice
C:\ws\.venv: venv 3.12
D:\envs\mine: venv 3.11
choose C:\ws = D:\envs\mine
? C:\ws\a.py
= D:\envs\mine: you chose it for C:\ws

# a global interpreter that was chosen
C:\Python311\python.exe: interpreter 3.11
choose C:\ws = C:\Python311\python.exe
? C:\ws\a.py
= global C:\Python311\python.exe: you chose it for C:\ws

# the user's choice, by an editor that writes a drive in lower case
C:\Work\Shop\pyproject.toml
D:\envs\mine: venv 3.11
choose C:\Work\Shop = D:\envs\mine
$WORKSPACE = c:\work
? c:\work\shop\a.py
= D:\envs\mine: you chose it for c:\work\shop

# the editor names the program of an environment
D:\envs\mine: venv 3.11
editor = D:\envs\mine\Scripts\python.exe
? C:\ws\a.py
= D:\envs\mine: the editor names it

# a broken environment is taken [28]
C:\ws\.venv: venv 3.12 broken
? C:\ws\a.py
= broken C:\ws\.venv: it is the nearest environment

# an activated environment of another project is named [10]
C:\ws\.venv: venv 3.12
D:\other\.venv: venv 3.12
$VIRTUAL_ENV = D:\other\.venv
? C:\ws\a.py
= C:\ws\.venv: it is the nearest environment
! D:\other\.venv: VIRTUAL_ENV names it, but .venv comes before what is activated

# the activated environment, written in other letters
C:\ws\.venv: venv 3.12
$VIRTUAL_ENV = c:\WS\.venv
? C:\ws\a.py
= C:\ws\.venv: it is the nearest environment

# conda in the folder has its Python beside its records
C:\ws\.conda: conda 3.12
? C:\ws\a.py
= C:\ws\.conda: it is the nearest environment

# .venv is a file with a path
C:\ws\.venv = D:\envs\shop
D:\envs\shop: venv 3.12
? C:\ws\a.py
= D:\envs\shop: the file C:\ws\.venv names it

# a member of a workspace of uv
C:\mono\pyproject.toml = [tool.uv.workspace]; members = ["packages/*"]
C:\mono\.venv: uv 3.12
C:\mono\packages\a\pyproject.toml
$WORKSPACE = C:\mono\packages\a
? C:\mono\packages\a\a.py
= C:\mono\.venv: uv keeps it for the workspace C:\mono

# no environment
? C:\ws\a.py
= global C:\Python312\python.exe: no environment was found
"""

TABLE = [*cases(LINUX, "linux"), *cases(DARWIN, "darwin"), *cases(WIN32, "win32")]


@pytest.mark.parametrize("case", TABLE, ids=lambda case: f"{case.platform}: {case.title}")
def test_the_choice_and_its_reason(case: Case) -> None:
    selection, problems = case.decide()
    steps = [f"{step.place}: {step.reason}" for step in selection.considered]
    text = "\n".join([*steps, *problems])
    assert said(selection) == case.expected, text
    assert case.reason in (selection.open or selection.reason), text
    for words in case.told:
        assert words in text
    assert sum(step.taken for step in selection.considered) == (case.expected != "nothing"), text
    assert len(set(steps)) == len(steps), text
    makeshift = "no environment was found" in selection.reason
    assert selection.is_wanted is (selection.fallback is not None and not makeshift), text


@pytest.mark.parametrize("case", tuple(cases(LINUX, "linux")), ids=lambda case: case.title)
def test_the_same_on_the_real_disk(case: Case, tmp_path: Path) -> None:
    made = case.on_disk(tmp_path)
    selection, problems = made.decide()
    steps = [f"{step.place}: {step.reason}" for step in selection.considered]
    text = "\n".join([*steps, *problems])
    assert said(selection) == made.expected, text
    assert made.reason in (selection.open or selection.reason), text
    for words in made.told:
        assert words in text


def said(selection) -> str:
    """The choice as the table has it."""
    opened = "open " if selection.open else ""
    found = selection.environment
    if found is not None:
        return f"{opened}{'' if found.runs else 'broken '}{found.prefix}"
    found = selection.fallback
    return f"{opened}global {found.executable}" if found else f"{opened}nothing"


def test_the_table_is_as_large_as_it_should_be() -> None:
    assert len({(case.platform, case.title) for case in TABLE}) == len(TABLE) >= 60
