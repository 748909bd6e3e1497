import pytest

from faces.sandbox import Sandbox
from tests.faces.image.pictures import looks_upright, quarters, save


@pytest.fixture(scope="package")
def sandbox():
    """One child for many tests: what one file does to it must not show in the next."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def the_next_file_is_read(sandbox, tmp_path):
    """Whatever a test opens, an innocent picture is opened after it."""
    yield
    innocent = save(tmp_path / "innocent", quarters(), "PNG")
    assert looks_upright(sandbox.open_upright(innocent).pixels)
