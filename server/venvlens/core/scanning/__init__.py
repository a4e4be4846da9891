"""How :mod:`venvlens.core.scanner` reads source text, one question a file.

``literals`` and ``f_strings`` know what is not code, and ``lexical`` overwrites it. In what is
left ``candidates`` finds the imports, reading ``statements`` and ``calls``. What they are
conditional on ``guards`` reads from ``blocks``, and ``flags`` which variables depend on them.
"""
