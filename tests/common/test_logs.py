"""Addresses that are themselves a key never reach the log."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from kentongan.common.logs import HideKeys, hide_keys


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Gone: /setujui/abc-DEF_1/", "Gone: /setujui/***/"),
        ("/setujui/abc/berkas/0/ failed", "/setujui/***/berkas/0/ failed"),
        ("/embargo/abc?x=1", "/embargo/***"),
        ("/akun/undangan/abc/", "/akun/undangan/***/"),
        ("/rilis/3/setujui/", "/rilis/3/setujui/"),
        ("/pengaturan/", "/pengaturan/"),
    ],
)
def test_the_secret_part_is_hidden(said: str, kept: str) -> None:
    assert hide_keys(said) == kept


def test_a_record_passes_without_it() -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "%s: %s", ("Error", "/setujui/geheim/"), None)
    assert HideKeys().filter(record)
    assert record.getMessage() == "Error: /setujui/***/"


def test_a_wrong_host_is_one_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client.get("/", headers={"host": "jahat.example"}).status_code == 400
    (record,) = (record for record in caplog.records if record.name == "django.security.DisallowedHost")
    assert "jahat.example" in record.getMessage()
    assert not record.exc_info
