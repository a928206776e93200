"""Wrong settings are named at once, not when they are first needed; the manual names every one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from umiem.cli.main import umiem
from umiem.errors import ConfigurationError
from umiem.sentences.errors import error_sentence
from umiem.wiring import SETTINGS, installation, read_installation, settings_in

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        ("UMIEM_SMTP_URL", "mail.example.org", "smtp-url-wrong"),
        ("UMIEM_SMTP_URL", "smtp://mail.example.org:many", "smtp-url-wrong"),
        ("UMIEM_OPERATORS", "anna@example.org,jan", "addresses-wrong"),
        ("UMIEM_MAIL_FROM", "Umiem", "addresses-wrong"),
        ("UMIEM_ALLOWED_HOSTS", "https://other.example.org", "hosts-wrong"),
        ("UMIEM_ALLOWED_HOSTS", "one.example two.example", "hosts-wrong"),
        ("UMIEM_FETCH_HOSTS", "localhost", "host-pairs-wrong"),
        ("UMIEM_BASE_URL", "micro.example.org", "base-url-wrong"),
        ("UMIEM_BEHIND_PROXY", "yes", "switch-wrong"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(tmp_path: Path, setting: str, value: str, code: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_installation({"UMIEM_HOME": str(tmp_path), setting: value})
    assert refused.value.code == code
    for language in ("pl", "en"):
        assert setting in error_sentence(refused.value, language)


def test_right_settings_are_taken(tmp_path: Path) -> None:
    place = read_installation(
        {
            "UMIEM_HOME": str(tmp_path),
            "UMIEM_SMTP_URL": "smtps://user:pass%40word@[::1]:465",
            "UMIEM_OPERATORS": "Anna@example.org, jan@example.org",
            "UMIEM_ALLOWED_HOSTS": "other.example.org, .example.net, 10.0.0.7, [::1]",
            "UMIEM_FETCH_HOSTS": "localhost:8000,[::1]:9000",
        }
    )
    assert place.operators == ("anna@example.org", "jan@example.org")
    assert place.mail_from == "umiem@localhost"


def test_names_that_no_setting_has_are_found() -> None:
    environment = {"UMIEM_BASEURL": "https://x.example", "UMIEM_DEMO": "1", "UMIEM_LONG": "1", "PATH": "/bin"}
    assert settings_in(environment) == (("UMIEM_DEMO",), ("UMIEM_BASEURL",))


def test_doctor_says_what_is_set_and_what_does_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setenv("UMIEM_HOME", str(tmp_path))
    monkeypatch.setenv("UMIEM_SMTPURL", "smtp://mail.example.org")
    monkeypatch.setenv("UMIEM_SKILL_MODEL", "no.such:thing")
    installation.cache_clear()
    answer = CliRunner().invoke(umiem, ["doctor"])
    installation.cache_clear()
    assert answer.exit_code == 4
    assert "· UMIEM_SMTPURL: there is no setting of this name" in answer.output
    assert "· Mail: no server is set" in answer.output
    assert "✗ Model for skills: UMIEM_SKILL_MODEL names no.such:thing" in answer.output


@pytest.mark.parametrize("manual", ["README.md", "README.pl.md"])
def test_the_manual_names_every_setting(manual: str) -> None:
    text = (ROOT / manual).read_text(encoding="utf-8")
    assert [name for name in SETTINGS if f"| `{name}` |" not in text] == []
