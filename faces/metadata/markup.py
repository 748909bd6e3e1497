"""XML that keeps the prefixes it came with, which ElementTree forgets."""

import re
from itertools import count
from xml.etree.ElementTree import Comment, Element, ParseError, ProcessingInstruction, TreeBuilder
from xml.sax.saxutils import escape, quoteattr

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from faces.metadata import rdf

DEEPEST = 100  # elements within each other; XMP has a dozen
_XML = "http://www.w3.org/XML/1998/namespace"
_PREFIX = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)

Prefixes = dict[str, str]  # by namespace


def parsed(content: bytes) -> tuple[Element, Prefixes] | None:
    """Read XML and the prefixes of its namespaces; None if it is none, too large or too deep."""
    if len(content) > rdf.LARGEST:
        return None
    builder = _Builder()
    parser = DefusedXMLParser(target=builder)
    try:
        parser.feed(rdf.trimmed(content))
        root: Element = parser.close()
    except (ParseError, DefusedXmlException, ValueError):
        return None
    return root, builder.prefixes


def written(root: Element, prefixes: Prefixes) -> str:
    """Write a tree; all namespaces are declared at its root.

    Args:
        root: no deeper than `DEEPEST`.
        prefixes: those to be used where they are free; others are made.
    """
    names = _Names(prefixes)
    pieces: list[str] = []
    _write(root, names, pieces)
    declared = (f" xmlns:{prefix}={quoteattr(uri)}" for uri, prefix in names.used.items())
    return "".join([pieces[0], *declared, *pieces[1:]])


class _Builder(TreeBuilder):
    def __init__(self) -> None:
        super().__init__(insert_comments=True, insert_pis=True)
        self.prefixes: Prefixes = {}
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ValueError(f"more than {DEEPEST} elements within each other")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)

    def start_ns(self, prefix: str, uri: str) -> None:
        self.prefixes.setdefault(uri, prefix)


class _Names:
    """Which prefix a namespace has; no two have the same."""

    def __init__(self, wanted: Prefixes) -> None:
        self._wanted = wanted
        self._free = (f"ns{number}" for number in count(1))
        self.used: Prefixes = {}

    def of(self, tag: str) -> str:
        uri, found, local = tag[1:].rpartition("}") if tag.startswith("{") else ("", "", tag)
        if not found:
            return local
        return f"{'xml' if uri == _XML else self._prefix(uri)}:{local}"

    def _prefix(self, uri: str) -> str:
        if uri not in self.used:
            taken = {*self.used.values(), "xml", "xmlns"}
            wanted = self._wanted.get(uri, "")
            is_free = _PREFIX.fullmatch(wanted) and wanted not in taken
            self.used[uri] = (
                wanted if is_free else next(one for one in self._free if one not in taken)
            )
        return self.used[uri]


def _write(node: Element, names: _Names, pieces: list[str]) -> None:
    tag: object = node.tag
    if tag is Comment:
        pieces.append(f"<!--{node.text or ''}-->")
    elif tag is ProcessingInstruction:
        pieces.append(f"<?{node.text or ''}?>")
    else:
        name = names.of(node.tag)
        said = (f" {names.of(key)}={quoteattr(value)}" for key, value in node.attrib.items())
        pieces += [f"<{name}", *said, ">", escape(node.text or "")]
        for child in node:
            _write(child, names, pieces)
            pieces.append(escape(child.tail or ""))
        pieces.append(f"</{name}>")
