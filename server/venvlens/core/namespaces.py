"""Families of distributions that share a top-level name: ``google``, ``azure``, ``zope``.

For those the top-level name says nothing, and all of the dotted name decides. Most families
name their distributions after their modules, so that a rule finds them among given names; what
is named otherwise is in the shipped table, by hand. Source: the distributions' own metadata.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from venvlens.core.names import DistributionName, ImportName

_FAMILIES = MappingProxyType(
    {
        "airflow.providers": "apache-airflow-providers-",
        "ansys": "ansys-",
        "aws_cdk": "aws-cdk-",
        "aws_solutions_constructs": "aws-solutions-constructs-",
        "awslabs": "awslabs-",
        "azure": "azure-",
        "RPA": "rpaframework-",
        "azureml": "azureml-",
        "backports": "backports-",
        "collective": "collective-",
        "databricks": "databricks-",
        "dissect": "dissect-",
        "dogpile": "dogpile-",
        "flufl": "flufl-",
        "flytekitplugins": "flytekitplugins-",
        "google": "google-",
        "hydra_plugins": "",
        "infi": "infi-",
        "jaraco": "jaraco-",
        "lazr": "lazr-",
        "livekit": "livekit-",
        "llama_index": "llama-index-",
        "logilab": "logilab-",
        "mpl_toolkits": "mpl-toolkits-",
        "openinference": "openinference-",
        "opentelemetry": "opentelemetry-",
        "oslo": "oslo-",
        "paste": "paste",
        "plone": "plone-",
        "Products": "products-",
        "repoze": "repoze-",
        "ruamel": "ruamel-",
        "snowflake": "snowflake-",
        "sphinxcontrib": "sphinxcontrib-",
        "tencentcloud": "tencentcloud-sdk-python-",
        "winrt": "winrt-",
        "xontrib": "xontrib-",
        "z3c": "z3c-",
        "zc": "zc-",
        "zope": "zope-",
    }
)
"""Beginnings of dotted names to those of distributions; what follows is alike but for its signs."""

_SHARED = frozenset(
    """
    airflow.providers airflow.providers.apache airflow.providers.common
    airflow.providers.microsoft azure.ai azure.communication azure.data azure.iot azure.keyvault
    azure.mgmt azure.monitor azure.search azure.storage google.ai google.analytics google.apps
    google.cloud google.cloud.devtools google.maps google.shopping llama_index.embeddings
    llama_index.llms llama_index.readers llama_index.vector_stores opentelemetry.exporter
    opentelemetry.instrumentation opentelemetry.propagators opentelemetry.util
    """.split()  # noqa: SIM905
)
"""Folders within families that many share too: what is named like them has not all below."""

ROOTS = frozenset(name.partition(".")[0] for name in _FAMILIES)
"""Top-level names that many distributions share."""

_OF_OLD_CDK = re.compile(r"aws-cdk-(?!.*-alpha$)")
"""Its version 1 had a distribution for each module; now all but what is new are in one."""
_VERSION = re.compile(r"_?v\d+(?:p\d+)?(?:(?:alpha|beta)\d*)?$")
"""How Google's modules for versions of an interface end: ``vision_v1p3beta1``."""


def in_family(name: ImportName) -> bool:
    """Tell whether the top-level part of a name is shared by many distributions."""
    return name.partition(".")[0] in ROOTS


def named_after(
    name: str, starting_with: Callable[[str], Sequence[DistributionName]]
) -> tuple[DistributionName, ...]:
    """Return which of some distributions are named after a dotted name, by its family's rule.

    ``starting_with`` tells the distributions there are whose names start with something. What
    is named after the beginning of a name has it too: ask for the longer beginnings first.
    """
    if name in _SHARED:
        return ()
    for family, beginning in _FAMILIES.items():
        if name.startswith(f"{family}."):
            wanted = _letters(name[len(family) + 1 :])
            known = starting_with(beginning) if wanted else ()
            return tuple(
                one
                for one in known
                if _letters(one[len(beginning) :]) == wanted and not _OF_OLD_CDK.match(one)
            )
    return ()


def is_alike(name: str, distribution: DistributionName) -> bool:
    """Tell whether a dotted name and a distribution's differ in their signs only."""
    return _letters(name) == _letters(distribution)


def _letters(text: str) -> str:
    """Return what two names of one thing have in common: no signs, capitals or versions."""
    parts = (_VERSION.sub("", part) for part in text.lower().split("."))
    return re.sub(r"[^a-z0-9]", "", "".join(parts))
