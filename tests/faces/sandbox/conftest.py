import pytest

from faces.sandbox import Sandbox


@pytest.fixture(scope="package")
def sandbox():
    """One child for many tests: what one file does to it must not show in the next."""
    with Sandbox() as sandbox:
        yield sandbox
