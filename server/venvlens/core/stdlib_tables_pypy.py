"""Modules of PyPy by series: generated on Linux, see scripts/make_stdlib_tables.py.

A line has the first and the last series of a run, and the names that are there in it.
"""

OLDEST = (3, 9)
"""The first series in these tables."""
NEWEST = (3, 9)
"""The last series in these tables."""

NAMES = """
3.9-3.9 __decimal __exceptions__ __future__ __pypy__ _abc _aix_support _ast _audioop_build
3.9-3.9 _audioop_cffi _blake2 _bootlocale _bootsubprocess _bz2 _cffi_backend _cffi_ssl _codecs
3.9-3.9 _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections
3.9-3.9 _collections_abc _compat_pickle _compression _contextvars _continuation _cppyy _crypt _csv
3.9-3.9 _ctypes _curses _curses_build _curses_cffi _curses_panel _dbm _decimal_build
3.9-3.9 _distutils_system_mod _ffi _frozen_importlib _frozen_importlib_external _gdbm _gdbm_build
3.9-3.9 _gdbm_cffi _hashlib _hpy_universal _immutables_map _imp _io _jitlog _locale _lsprof _lzma
3.9-3.9 _lzma_build _lzma_cffi _markupbase _marshal _md5 _minimal_curses _multibytecodec
3.9-3.9 _multiprocessing _opcode _operator _osx_support _overlapped _pickle_support _posixshmem
3.9-3.9 _posixshmem_build _posixshmem_cffi _posixsubprocess _pwdgrp_build _pwdgrp_cffi _py_abc
3.9-3.9 _pydecimal _pyio _pypy_generic_alias _pypy_interact _pypy_irc_topic _pypy_openssl
3.9-3.9 _pypy_testcapi _pypy_util_build _pypy_util_cffi _pypy_util_cffi_inner _pypy_wait
3.9-3.9 _pypy_winbase_build _pypy_winbase_cffi _pypy_winbase_cffi64 _pypyjson _random _rawffi
3.9-3.9 _resource_build _resource_cffi _scproxy _sha1 _sha256 _sha3 _sha512 _signal _sitebuiltins
3.9-3.9 _socket _sqlite3 _sqlite3_build _sqlite3_cffi _sre _ssl _ssl_build _string _strptime
3.9-3.9 _struct _structseq _syslog_build _syslog_cffi _testing _thread _threading_local _vmprof
3.9-3.9 _warnings _weakref _weakrefset _winapi abc aifc antigravity argparse array ast asynchat
3.9-3.9 asyncio asyncore atexit audioop base64 bdb binascii binhex bisect builtins bz2 cProfile
3.9-3.9 calendar cffi cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall
3.9-3.9 concurrent configparser contextlib contextvars copy copyreg cpyext crypt csv ctypes
3.9-3.9 ctypes_support curses dataclasses datetime dbm decimal difflib dis distutils doctest email
3.9-3.9 encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter
3.9-3.9 fractions ftplib functools future_builtins gc genericpath getopt getpass gettext glob
3.9-3.9 graphlib greenlet grp gzip hashlib heapq hmac html http identity_dict idlelib imaplib
3.9-3.9 imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale
3.9-3.9 logging lzma macpath macurl2path mailbox mailcap marshal math mimetypes mmap modulefinder
3.9-3.9 msilib msvcrt multiprocessing netrc nntplib ntpath nturl2path numbers opcode operator
3.9-3.9 optparse os parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib
3.9-3.9 posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat
3.9-3.9 pypy_tools pypyjit pyrepl queue quopri random re readline reprlib resource rlcompleter
3.9-3.9 runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr
3.9-3.9 socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stackless stat
3.9-3.9 statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog
3.9-3.9 tabnanny tarfile telnetlib tempfile termios textwrap this threading time timeit tkinter
3.9-3.9 token tokenize tputil trace traceback tracemalloc tty turtle turtledemo types typing
3.9-3.9 unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser wsgiref xdrlib
3.9-3.9 xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
"""
"""Top-level modules of its standard library."""

BUILTINS = """
3.9-3.9 __exceptions__ __pypy__ __pypy__._pypydatetime __pypy__.bufferable __pypy__.builders
3.9-3.9 __pypy__.intop __pypy__.os __pypy__.thread __pypy__.time _abc _ast _bz2 _cffi_backend
3.9-3.9 _codecs _collections _continuation _cppyy _csv _hpy_universal _imp _io _jitlog _locale
3.9-3.9 _lsprof _md5 _minimal_curses _multibytecodec _multiprocessing _opcode _operator
3.9-3.9 _pickle_support _posixsubprocess _pypyjson _random _rawffi _rawffi.alt _signal _socket _sre
3.9-3.9 _string _struct _testing _thread _vmprof _warnings _weakref array atexit binascii builtins
3.9-3.9 cmath cpyext errno faulthandler fcntl gc itertools marshal math mmap parser posix pwd
3.9-3.9 pyexpat pyexpat.errors pyexpat.model pypyjit select symbol sys termios time token
3.9-3.9 unicodedata zlib
"""
"""Compiled in; those that other modules contain are there too."""

LOADED = """
3.9-3.9 _bootlocale _collections_abc _frozen_importlib _frozen_importlib_external
3.9-3.9 _pypy_generic_alias _sitebuiltins _structseq abc codecs encodings genericpath io os
3.9-3.9 posixpath site stat zipimport
"""
"""Loaded at start-up, before any path of the user's counts."""

ALIASES = """
3.9-3.9 __main__ __pypy__._pypydatetime __pypy__.bufferable __pypy__.builders __pypy__.intop
3.9-3.9 __pypy__.os __pypy__.thread __pypy__.time _audioop_cffi.lib _blake2._blake2b_cffi.lib
3.9-3.9 _blake2._blake2s_cffi.lib _curses_cffi.lib _gdbm_cffi.lib _lzma_cffi.lib
3.9-3.9 _posixshmem_cffi.lib _pwdgrp_cffi.lib _pypy_openssl.lib _pypy_util_cffi_inner.lib
3.9-3.9 _rawffi.alt _resource_cffi.lib _sha3._sha3_cffi.lib _sqlite3_cffi.lib _syslog_cffi.lib
3.9-3.9 os.path pyexpat.errors pyexpat.model typing.io typing.re xml.parsers.expat.errors
3.9-3.9 xml.parsers.expat.model
"""
"""Found in ``sys.modules``, where their parent puts them, and nowhere else."""
