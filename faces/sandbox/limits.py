"""How much a decoding process may use."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may take for one file, and how long it is kept."""

    memory: int = 2048 * MIB
    """Bytes of address space. 425 MiB of them are the libraries of an idle child, which has 80 MiB
    in memory. Of 250 megapixels a JPEG takes 490 MiB, a PNG up to 1.7 GiB; with transparency
    that many do not fit."""
    seconds: float = 60.0
    """Until it answers; it may use as many seconds of four processors."""
    film_seconds: float = 900.0
    """For which one film may let its reader wait in all; what comes later in it is not seen."""
    files: int = 500
    """After as many files it is replaced, for libraries leak."""
    resident: int = 512 * MIB
    """Bytes in memory between two files from which it is replaced."""
