import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")


def test_the_first_line_says_what_a_machine_needs():
    first = README.splitlines()[0]
    assert "3.11 or later" in first
    assert "apt-get install -y git make python3 python3-venv" in first


def test_every_variable_that_settings_read_is_listed():
    source = (PROJECT / "gallery" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'"(KINDRED_[A-Z_]+|DATABASE_URL|REDIS_URL)"', source))
    assert read <= set(re.findall(r"`([A-Z_]+)`", README))


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "docs/clustering.md", "docs/performance.md"]
)
def test_links_lead_somewhere(page):
    text = (PROJECT / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    missing = [link for link in links if not (PROJECT / page).parent.joinpath(link).exists()]
    assert missing == []
