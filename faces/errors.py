"""What can go wrong in the engine, each with words a person can read."""


class FacesError(Exception):
    """Base of all errors the engine raises on purpose."""


class BadImageError(FacesError):
    """A file that cannot be read as a photo or video: data, not a crash.

    Its text is shown to the family, so it says what is wrong with the file and nothing else.
    """


class WeightsError(FacesError):
    """A file of weights is missing or is not the one expected; the text says how to get it."""


class TooManyFacesError(FacesError):
    """A distance that needs all pairs at once was asked for more faces than memory allows."""


class StateError(FacesError):
    """What was kept of an earlier run is damaged, or of another form: it is made anew."""


class RuntimeMissingError(FacesError):
    """A runtime of the network was asked for and is not installed; the text says how."""
