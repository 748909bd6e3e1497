"""Search: words become a question, a question becomes rows.

`understand` makes a `Question` of what was typed, given the names there are and today's date: a
pure function. `Question.pieces` are the chips that can be taken away, `asked` says a question in
words. `Search` looks for its photos, `suggest` says what could be typed next, `beginnings` what
to begin with.
"""

from gallery.queries.search.answer import Search
from gallery.queries.search.beginnings import beginnings
from gallery.queries.search.suggestions import suggest

__all__ = ["Search", "beginnings", "suggest"]
