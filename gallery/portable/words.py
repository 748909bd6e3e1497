"""What became of a file, in words."""

from gallery.portable.bring_in import Brought


def told(brought: Brought) -> str:
    """Say it in a sentence or three."""
    if brought.decision is None:
        return "All of that was known here already; nothing has changed."
    people = brought.made + brought.known
    words = [f"Brought in: {_many(people, 'person', 'people')}, {_many(brought.faces, 'face')}."]
    if brought.known:
        words.append(f"{brought.known} of the people {_were(brought.known)} here already.")
    if brought.waiting:
        words.append(
            f"{_many(brought.waiting, 'face')} will be known once "
            f"{'its photo is' if brought.waiting == 1 else 'their photos are'} here and looked at."
        )
    if brought.kept:
        words.append(
            f"In {_many(brought.kept, 'case')} something else is said here; that was left as it is."
        )
    return " ".join(words)


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
