"""No ImageMagick, Ghostscript or ExifTool: the gallery starts nothing that could open a photo."""

import ast
import re

import pytest

from tests.conftest import PROJECT

STARTING = {"subprocess", "_posixsubprocess", "pty", "pexpect", "sh"}
CALLS = {"system", "popen", "execv", "execve", "execvp", "posix_spawn", "spawnv"}
PROGRAMS = re.compile(
    r"image-?magick|graphicsmagick|ghostscript|\bgs\b|exiftool|djvu|ffmpeg|libvips|\bwand\b",
    re.IGNORECASE,
)
SOURCES = [
    path
    for package in ("faces", "gallery", "workers")
    for path in sorted((PROJECT / package).rglob("*.py"))
    if "management" not in path.parts  # which starts this program itself: web, worker, clock
]


def starts_programs(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import) and STARTING & {name.name for name in node.names}:
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in STARTING:
            return True
        if isinstance(node, ast.Attribute) and node.attr in CALLS:
            return True
    return False


def test_the_confined_child_is_the_only_program_that_the_pipeline_starts():
    starting = [path for path in SOURCES if starts_programs(path)]
    assert starting == [PROJECT / "faces/sandbox/process.py"]


@pytest.mark.parametrize("file", ["requirements.txt", "docker/Dockerfile", "docker/entrypoint"])
def test_what_we_install_brings_no_program_that_opens_photos(file):
    text = (PROJECT / file).read_text(encoding="utf-8")
    assert not PROGRAMS.search(text)
    assert "apt-get" not in text  # the image has what python:slim has, and our wheels
