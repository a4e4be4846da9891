"""Modules of the standard library by series: generated, see scripts/make_stdlib_tables.py.

A line has the first and the last series of a run, and the names that are there in it.
"""

OLDEST = (3, 8)
"""The first series in these tables."""
NEWEST = (3, 15)
"""The last series in these tables."""

NAMES = """
3.8-3.8 _dummy_thread dummy_threading
3.8-3.9 _bootlocale formatter parser symbol
3.8-3.10 binhex
3.8-3.11 _sha256 _sha512 asynchat asyncore distutils imp smtpd
3.8-3.12 _crypt _msi aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib
3.8-3.12 ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib
3.8-3.13 _compression
3.8-3.14 sre_compile sre_constants sre_parse
3.8-3.15 __future__ _abc _ast _asyncio _bisect _blake2 _bz2 _codecs _codecs_cn _codecs_hk
3.8-3.15 _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections _collections_abc
3.8-3.15 _compat_pickle _contextvars _csv _ctypes _curses _curses_panel _datetime _dbm _decimal
3.8-3.15 _elementtree _frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq
3.8-3.15 _imp _io _json _locale _lsprof _lzma _markupbase _md5 _multibytecodec _multiprocessing
3.8-3.15 _opcode _operator _osx_support _overlapped _pickle _posixshmem _posixsubprocess _py_abc
3.8-3.15 _pydecimal _pyio _queue _random _scproxy _sha1 _sha3 _signal _sitebuiltins _socket
3.8-3.15 _sqlite3 _sre _ssl _stat _statistics _string _strptime _struct _symtable _thread
3.8-3.15 _threading_local _tkinter _tracemalloc _uuid _warnings _weakref _weakrefset _winapi abc
3.8-3.15 antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2
3.8-3.15 cProfile calendar cmath cmd code codecs codeop collections colorsys compileall concurrent
3.8-3.15 configparser contextlib contextvars copy copyreg csv ctypes curses dataclasses datetime
3.8-3.15 dbm decimal difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl
3.8-3.15 filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext
3.8-3.15 glob grp gzip hashlib heapq hmac html http idlelib imaplib importlib inspect io ipaddress
3.8-3.15 itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap
3.8-3.15 modulefinder msvcrt multiprocessing netrc nt ntpath nturl2path numbers opcode operator
3.8-3.15 optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix
3.8-3.15 posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue
3.8-3.15 quopri random re readline reprlib resource rlcompleter runpy sched secrets select
3.8-3.15 selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat
3.8-3.15 statistics string stringprep struct subprocess symtable sys sysconfig syslog tabnanny
3.8-3.15 tarfile tempfile termios textwrap this threading time timeit tkinter token tokenize trace
3.8-3.15 traceback tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uuid
3.8-3.15 venv warnings wave weakref webbrowser winreg winsound wsgiref xml xmlrpc zipapp zipfile
3.8-3.15 zipimport zlib
3.9-3.9 _peg_parser
3.9-3.11 _bootsubprocess
3.9-3.15 _aix_support _zoneinfo graphlib zoneinfo
3.11-3.15 _tokenize _typing tomllib
3.12-3.15 _pydatetime _pylong _sha2
3.13-3.15 _android_support _colorize _interpchannels _interpqueues _interpreters _ios_support
3.13-3.15 _opcode_metadata _pyrepl _suggestions _sysconfig _wmi
3.14-3.15 _apple_support _ast_unparse _hmac _py_warnings _remote_debugging _types _zstd
3.14-3.15 annotationlib compression
3.15-3.15 _math_integer profiling
"""
"""Top-level modules on any platform (``sys.stdlib_module_names``)."""

ALWAYS_BUILTIN = """
3.8-3.11 xxsubtype
3.8-3.15 _abc _ast _codecs _collections _functools _imp _io _locale _operator _signal _sre _stat
3.8-3.15 _string _symtable _thread _tracemalloc _warnings _weakref atexit builtins errno
3.8-3.15 faulthandler gc itertools marshal posix pwd sys time
3.9-3.9 _peg_parser
3.11-3.15 _tokenize
3.12-3.15 _typing
3.13-3.15 _suggestions _sysconfig
3.14-3.15 _types
"""
"""Compiled into every build but those for Windows."""

SOMETIMES_BUILTIN = """
3.8-3.11 _sha256 _sha512
3.8-3.12 spwd
3.8-3.15 _bisect _blake2 _csv _datetime _elementtree _heapq _md5 _opcode _pickle _posixsubprocess
3.8-3.15 _random _sha1 _sha3 _socket _statistics _struct array binascii cmath fcntl grp math
3.8-3.15 pyexpat select syslog unicodedata zlib
"""
"""Compiled into some builds, such as Debian's, and a file in others."""

EXTENSIONS = """
3.8-3.9 parser
3.8-3.12 _crypt audioop nis ossaudiodev
3.8-3.15 _asyncio _bz2 _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw
3.8-3.15 _contextvars _ctypes _curses _curses_panel _decimal _hashlib _json _lsprof _lzma
3.8-3.15 _multibytecodec _multiprocessing _posixshmem _queue _sqlite3 _ssl _tkinter _uuid mmap
3.8-3.15 readline resource termios
3.9-3.15 _zoneinfo
3.11-3.11 _dbm _typing
3.12-3.15 _sha2
3.13-3.15 _interpchannels _interpqueues _interpreters
3.14-3.15 _hmac _remote_debugging _zstd
3.15-3.15 _math_integer
"""
"""Further modules that are a file where nobody compiled them in."""

WINDOWS_BUILTINS = """
3.8-3.9 parser
3.8-3.11 _sha256 _sha512
3.8-3.12 _xxsubinterpreters audioop
3.8-3.15 _abc _ast _bisect _blake2 _codecs _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp
3.8-3.15 _codecs_kr _codecs_tw _collections _contextvars _csv _datetime _functools _heapq _imp _io
3.8-3.15 _json _locale _lsprof _md5 _multibytecodec _opcode _operator _pickle _random _sha1 _sha3
3.8-3.15 _signal _sre _stat _statistics _string _struct _symtable _thread _tracemalloc _warnings
3.8-3.15 _weakref _winapi array atexit binascii builtins cmath errno faulthandler gc itertools
3.8-3.15 marshal math mmap msvcrt nt sys time winreg xxsubtype zlib
3.9-3.9 _peg_parser
3.11-3.15 _tokenize _typing
3.12-3.12 _xxinterpchannels
3.12-3.15 _sha2
3.13-3.15 _interpchannels _interpqueues _interpreters _suggestions _sysconfig
3.14-3.15 _hmac _types
3.15-3.15 _math_integer
"""
"""Compiled into the builds for Windows."""

FROZEN = """
3.8-3.15 __hello__ __phello__ __phello__.spam _frozen_importlib _frozen_importlib_external
3.8-3.15 zipimport
3.11-3.15 __hello_alias__ __hello_only__ __phello__.__init__ __phello__.ham __phello__.ham.__init__
3.11-3.15 __phello__.ham.eggs __phello_alias__ __phello_alias__.spam _collections_abc _sitebuiltins
3.11-3.15 abc codecs genericpath importlib.machinery importlib.util io ntpath os os.path posixpath
3.11-3.15 runpy site stat
"""
"""Frozen modules: the finder of files is never asked for them."""

ALIASES = """
3.8-3.12 typing.io typing.re
3.8-3.15 __main__ os.path pyexpat.errors pyexpat.model xml.parsers.expat.errors
3.8-3.15 xml.parsers.expat.model
3.14-3.15 collections.abc
3.15-3.15 math.integer
"""
"""Found in ``sys.modules``, where their parent puts them, and nowhere else."""
