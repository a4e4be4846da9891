from pathlib import PurePosixPath

import pytest

from venvlens.core.names import ImportName
from venvlens.core.namespaces import ROOTS, is_alike, named_after
from venvlens.core.providers import Source, certain, providers
from venvlens.system.import_table import shipped


@pytest.mark.parametrize(
    ("name", "distribution"),
    [
        ("google.cloud.storage", "google-cloud-storage"),
        ("google.cloud.vision_v1p3beta1.types", "google-cloud-vision"),
        ("google.cloud.secretmanager", "google-cloud-secret-manager"),
        ("google.protobuf.json_format", "protobuf"),
        ("azure.storage.blob.aio", "azure-storage-blob"),
        ("azure.mgmt.network.models", "azure-mgmt-network"),
        ("opentelemetry.trace.span", "opentelemetry-api"),
        ("opentelemetry.sdk.resources", "opentelemetry-sdk"),
        ("opentelemetry.instrumentation.django", "opentelemetry-instrumentation-django"),
        ("opentelemetry.instrumentation.utils", "opentelemetry-instrumentation"),
        ("airflow.providers.google.cloud.hooks", "apache-airflow-providers-google"),
        ("airflow.decorators", "apache-airflow"),
        ("aws_cdk.aws_lambda", "aws-cdk-lib"),
        ("aws_cdk.aws_lambda_python_alpha", "aws-cdk-aws-lambda-python-alpha"),
        ("zope.schema.interfaces", "zope-schema"),
        ("ruamel.yaml.comments", "ruamel-yaml"),
        ("jaraco.context", "jaraco-context"),
        ("sphinxcontrib.bibtex", "sphinxcontrib-bibtex"),
        ("mpl_toolkits.axes_grid1", "matplotlib"),
    ],
)
def test_the_whole_name_tells_the_members_of_a_family_apart(name: str, distribution: str):
    found = providers(ImportName(name), (), (), (), shipped(), seen_from=PurePosixPath("/p"))
    one = certain(found)
    assert one is not None
    assert one.distribution == distribution
    assert one.source in (Source.NAMESPACE, Source.TABLE)


OF_NOBODY = """
    google google.cloud google.cloud.nobody_knows google.colab azure azure.mgmt zope jaraco
    azure.mgmt.nobody_knows opentelemetry airflow.providers
"""


@pytest.mark.parametrize("name", OF_NOBODY.split())
def test_what_a_family_shares_is_nobodys(name: str):
    found = providers(ImportName(name), (), (), (), shipped(), seen_from=PurePosixPath("/p"))
    assert [one.distribution for one in found] in ([], ["apache-airflow"])


def test_only_names_that_are_given_are_ever_told():
    assert named_after("azure.storage.blob", lambda _: ()) == ()
    assert named_after("requests", lambda _: ("requests",)) == ()


def test_versions_signs_and_capitals_make_no_difference():
    assert is_alike("google.cloud.vision_v1", "google-cloud-vision")
    assert is_alike("RPA.Core", "rpa-core")
    assert not is_alike("google.cloud", "google-cloud-vision")


def test_a_shared_name_is_in_the_table_only_by_hand():
    listed = {root: shipped().listed(ImportName(root)) for root in ROOTS}
    assert {one.sources for found in listed.values() for one in found} == {"h"}
