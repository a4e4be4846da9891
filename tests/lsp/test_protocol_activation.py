"""The parameters that a client sends about activation."""

from pathlib import Path

import pytest

from venvlens.core.activation_shells import Shell
from venvlens.lsp.protocol import BadArgumentsError
from venvlens.lsp.protocol_activation import (
    SHOW_ACTIVATION,
    ActivationParams,
    activation_params,
)


def test_all_parameters_may_be_left_out():
    assert activation_params(None) == activation_params({}) == ActivationParams(None, None, None)


def test_a_document_an_environment_and_a_shell_can_be_named():
    sent = {"uri": "file:///a.py", "environment": "/srv/.venv", "shell": "pwsh"}
    wanted = ActivationParams("file:///a.py", Path("/srv/.venv"), Shell.POWERSHELL)
    assert activation_params(sent) == wanted


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ([], "must be an object"),
        ({"uri": 1}, "uri must be a string or null"),
        ({"environment": ".venv"}, "'.venv' is not an absolute path"),
        ({"shell": "vim"}, "'vim' is none of bash, zsh"),
    ],
)
def test_what_has_another_shape_is_refused(sent, problem):
    with pytest.raises(BadArgumentsError, match=problem):
        activation_params(sent)


def test_the_command_is_one_of_the_servers():
    assert SHOW_ACTIVATION.startswith("venvlens.server.")
