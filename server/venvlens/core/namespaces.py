"""Families of distributions that share a top-level name: ``google``, ``azure``, ``zope``.

For those the top-level name says nothing, and all of the dotted name decides. Most families
name their distributions after their modules, so that a rule finds them among given names; what
a family names otherwise is written down. Source: the distributions' own metadata.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from venvlens.core.names import DistributionName, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from venvlens.core.names import ImportName

_FAMILIES = MappingProxyType(
    {
        "airflow.providers": "apache-airflow-providers-",
        "ansys": "ansys-",
        "aws_cdk": "aws-cdk-",
        "aws_solutions_constructs": "aws-solutions-constructs-",
        "azure": "azure-",
        "azureml": "azureml-",
        "backports": "backports-",
        "collective": "collective-",
        "databricks": "databricks-",
        "dissect": "dissect-",
        "dogpile": "dogpile-",
        "flytekitplugins": "flytekitplugins-",
        "google": "google-",
        "hydra_plugins": "",
        "infi": "infi-",
        "jaraco": "jaraco-",
        "lazr": "lazr-",
        "llama_index": "llama-index-",
        "logilab": "logilab-",
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

_NAMED_OTHERWISE = MappingProxyType(
    {
        "airflow": "apache-airflow",
        "aws_cdk": "aws-cdk-lib",
        "azure.durable_functions": "azure-functions-durable",
        "azure.eventhub.extensions": "azure-eventhub-checkpointstoreblob",
        "azure.schemaregistry.encoder.avroencoder": "azure-schemaregistry-avroencoder",
        "databricks.sql": "databricks-sql-connector",
        "google.ads.googleads": "google-ads",
        "google.api": "googleapis-common-protos",
        "google.appengine": "appengine-python-standard",
        "google.cloud.client": "google-cloud-core",
        "google.cloud.devtools.cloudbuild": "google-cloud-build",
        "google.cloud.environment_vars": "google-cloud-core",
        "google.cloud.exceptions": "google-cloud-core",
        "google.cloud.operation": "google-cloud-core",
        "google.cloud.orchestration.airflow.service": "google-cloud-orchestration-airflow",
        "google.cloud.sql.connector": "cloud-sql-python-connector",
        "google.gapic": "googleapis-common-protos",
        "google.iam": "grpc-google-iam-v1",
        "google.logging": "googleapis-common-protos",
        "google.longrunning": "googleapis-common-protos",
        "google.oauth2": "google-auth",
        "google.protobuf": "protobuf",
        "google.rpc": "googleapis-common-protos",
        "google.type": "googleapis-common-protos",
        "mpl_toolkits": "matplotlib",
        "mpl_toolkits.basemap": "basemap",
        "openinference.semconv": "openinference-semantic-conventions",
        "opentelemetry._logs": "opentelemetry-api",
        "opentelemetry.attributes": "opentelemetry-api",
        "opentelemetry.baggage": "opentelemetry-api",
        "opentelemetry.context": "opentelemetry-api",
        "opentelemetry.environment_variables": "opentelemetry-api",
        "opentelemetry.metrics": "opentelemetry-api",
        "opentelemetry.propagate": "opentelemetry-api",
        "opentelemetry.propagators": "opentelemetry-api",
        "opentelemetry.propagators.aws": "opentelemetry-propagator-aws-xray",
        "opentelemetry.propagators.b3": "opentelemetry-propagator-b3",
        "opentelemetry.propagators.jaeger": "opentelemetry-propagator-jaeger",
        "opentelemetry.semconv": "opentelemetry-semantic-conventions",
        "opentelemetry.trace": "opentelemetry-api",
        "opentelemetry.util": "opentelemetry-api",
        "paste": "paste",
        "snowflake.connector": "snowflake-connector-python",
        "snowflake.core": "snowflake-core",
        "snowflake.snowpark": "snowflake-snowpark-python",
        "tencentcloud": "tencentcloud-sdk-python",
    }
)
"""Beginnings of dotted names whose distribution follows no rule."""

ROOTS = frozenset(name.partition(".")[0] for name in (*_FAMILIES, *_NAMED_OTHERWISE))
"""Top-level names that many distributions share."""

_VERSION = re.compile(r"_?v\d+(?:p\d+)?(?:(?:alpha|beta)\d*)?$")
"""How Google's modules for versions of an interface end: ``vision_v1p3beta1``."""


def in_family(name: ImportName) -> bool:
    """Tell whether the top-level part of a name is shared by many distributions."""
    return name.partition(".")[0] in ROOTS


def fitting(
    name: ImportName, starting_with: Callable[[str], Sequence[DistributionName]]
) -> tuple[DistributionName, ...]:
    """Return which of some distributions a name belongs to by its family's rule.

    ``starting_with`` tells the distributions there are whose names start with something. The
    longest beginning of the name that belongs to any decides: ``azure.storage.blob.aio`` has
    ``azure-storage-blob``.
    """
    if not in_family(name):
        return ()
    for beginning in reversed(tuple(prefixes(name))):
        otherwise = _NAMED_OTHERWISE.get(beginning)
        if otherwise is not None and otherwise in starting_with(otherwise):
            return (DistributionName(otherwise),)
        found = _of_family(beginning, starting_with)
        if found:
            return found
    return ()


def _of_family(
    name: str, starting_with: Callable[[str], Sequence[DistributionName]]
) -> tuple[DistributionName, ...]:
    for family, beginning in _FAMILIES.items():
        if name.startswith(f"{family}."):
            rest = "".join(_VERSION.sub("", part) for part in name[len(family) + 1 :].split("."))
            wanted = _letters(rest)
            known = starting_with(beginning) if wanted else ()
            return tuple(n for n in known if _letters(n[len(beginning) :]) == wanted)
    return ()


def _letters(text: str) -> str:
    """Return what two names of one thing have in common: no signs, no capitals."""
    return re.sub(r"[^a-z0-9]", "", text.lower())
