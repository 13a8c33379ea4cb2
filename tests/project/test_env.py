from __future__ import annotations

from pathlib import Path

import pytest

from kentongan.project import env


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """The made-up names below are no settings of the house."""
    monkeypatch.setattr(env, "READ", {})


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_NUMBER", "banyak")
    monkeypatch.setenv("X_FLAG", "mungkin")
    monkeypatch.setenv("X_DATABASE", "mysql://localhost/x")

    with pytest.raises(env.BadSetting, match="X_NUMBER"):
        env.number("X_NUMBER", 1, "test")
    with pytest.raises(env.BadSetting, match="X_FLAG"):
        env.flag("X_FLAG", False, "test")
    with pytest.raises(env.BadSetting, match="X_DATABASE"):
        env.database("X_DATABASE", "sqlite:///x", "test")


def test_a_number_below_its_least_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_NUMBER", "4")

    with pytest.raises(env.BadSetting, match="at least 5"):
        env.number("X_NUMBER", 45, "test", least=5)


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("rahasia\n", encoding="utf-8")
    monkeypatch.setenv("X_SECRET_FILE", str(tmp_path / "secret"))

    assert env.text("X_SECRET", "", "test") == "rahasia"


def test_a_secret_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_SECRET_FILE", "/tidak/ada")

    with pytest.raises(env.BadSetting, match="X_SECRET_FILE"):
        env.text("X_SECRET", "", "test")


@pytest.mark.parametrize(
    ("url", "name"),
    [("sqlite:////srv/k/k.sqlite3", "/srv/k/k.sqlite3"), ("sqlite:///k.sqlite3", "/k.sqlite3")],
)
def test_a_sqlite_url_names_its_file(monkeypatch: pytest.MonkeyPatch, url: str, name: str) -> None:
    monkeypatch.setenv("X_DATABASE", url)

    assert env.database("X_DATABASE", "", "test")["NAME"] == name


def test_a_postgres_url_may_hold_escaped_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X_DATABASE", "postgres://humas:p%40ss@db.kpp.example:5433/kentongan")

    database = env.database("X_DATABASE", "", "test")

    assert [database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "humas",
        "p@ss",
        "db.kpp.example",
        "5433",
        "kentongan",
    ]
