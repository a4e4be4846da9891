"""Import names whose distribution is beyond doubt: the ones nearly everybody installs.

A short list by hand, each checked against the distribution's own metadata. A name that
is not in it is never guessed: for half of the well-known modules whose distribution has
another name, the import name belongs to somebody else's project.
"""

from __future__ import annotations

from types import MappingProxyType

_SAME = """
aiohttp anyio arrow asgiref asyncpg attrs babel black boto3 botocore bottle cachetools
celery certifi cffi chardet click cloudpickle colorama coverage cryptography cython dask
django docutils fastapi filelock flask flask_cors flask_login flask_sqlalchemy fsspec gevent
greenlet gunicorn h11 httpcore httpx hypothesis idna ipykernel ipython isort itsdangerous
jinja2 jmespath joblib jsonschema keyring kombu loguru lxml mako markdown markupsafe
matplotlib more_itertools msgpack multidict mypy mypy_extensions networkx nltk numba numpy
oauthlib openai openpyxl orjson packaging pandas paramiko passlib pathspec peewee pendulum
pexpect platformdirs plotly pluggy polars pre_commit prompt_toolkit psutil psycopg pyarrow
pycparser pydantic pydantic_core pydantic_settings pygments pymongo pymysql pyparsing
pytest pytest_asyncio pytest_cov pytest_mock pytz redis regex requests requests_oauthlib
rich ruff s3transfer scipy scrapy seaborn selenium sentry_sdk setuptools simplejson six
sniffio sortedcontainers soupsieve sqlalchemy sqlparse starlette statsmodels structlog sympy
tabulate tenacity termcolor tiktoken tokenizers toml tomli tomlkit toolz torch torchaudio
torchvision tornado tox tqdm traitlets transformers twisted typer typing_extensions tzdata
tzlocal ujson urllib3 uvicorn uvloop virtualenv watchdog watchfiles websockets werkzeug wheel
wrapt xgboost xmltodict yarl zipp
"""

_OTHER = {
    "Crypto": "pycryptodome",
    "Cython": "cython",
    "IPython": "ipython",
    "MySQLdb": "mysqlclient",
    "OpenSSL": "pyopenssl",
    "PIL": "pillow",
    "PyQt5": "pyqt5",
    "PyQt6": "pyqt6",
    "_pytest": "pytest",
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "dateutil": "python-dateutil",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "flask_migrate": "flask-migrate",
    "git": "gitpython",
    "jose": "python-jose",
    "jwt": "pyjwt",
    "magic": "python-magic",
    "multipart": "python-multipart",
    "nacl": "pynacl",
    "pkg_resources": "setuptools",
    "pptx": "python-pptx",
    "rest_framework": "djangorestframework",
    "serial": "pyserial",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "slugify": "python-slugify",
    "socks": "pysocks",
    "usb": "pyusb",
    "websocket": "websocket-client",
    "yaml": "pyyaml",
    "zmq": "pyzmq",
}

DISTRIBUTIONS = MappingProxyType({name: name.replace("_", "-") for name in _SAME.split()} | _OTHER)
"""Top-level import name to the name that installs it."""
