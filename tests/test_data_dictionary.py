"""The data dictionary says what the models say."""

import pytest
from django.core.management import CommandError, call_command

from dashboards.management.commands import data_dictionary


def test_the_data_dictionary_is_current():
    call_command("data_dictionary", check=True)


def test_an_outdated_dictionary_is_noticed(monkeypatch):
    monkeypatch.setattr(data_dictionary, "OUR_APPS", ("units",))
    with pytest.raises(CommandError, match="out of date"):
        call_command("data_dictionary", check=True)
