"""SVG that may stand within a page of a strict policy: presentation attributes instead of styles, ids of its own."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_SVG, _LINK = "http://www.w3.org/2000/svg", "{http://www.w3.org/1999/xlink}href"
_FONT = re.compile(r"(?:(?P<style>italic|oblique) )?(?:(?P<weight>bold|\d+) )?(?P<size>[\d.]+)px .+")
_FAMILY = "DejaVu Sans, Verdana, Arial, sans-serif"  # for readers who lack the first
_NAMED = re.compile(r"url\(#([^)]+)\)")


def tidy(svg: str, name: str, alt: str) -> str:
    """What matplotlib wrote, made fit to stand in a page.

    Args:
        svg: as matplotlib saves it.
        name: what ids begin with, so that figures of one page do not share any.
        alt: the figure in words.

    Returns:
        One `svg` element, without the XML declaration, metadata, style sheets and `style` attributes, which a page's
        policy would have to allow.
    """
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own, with all words escaped
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{_SVG}}}metadata", f"{{{_SVG}}}style"):
                parent.remove(child)
    root.attrib.update({"stroke-linejoin": "round", "stroke-linecap": "butt"})
    ids: dict[str, str] = {}
    for element in root.iter():
        for attribute, value in _presentation(element.attrib.pop("style", "")):
            element.set(attribute, value)
        for value in element.attrib.values():
            for used in _NAMED.findall(value):
                ids.setdefault(used, f"{name}-{len(ids) + 1}")
        if target := element.get(_LINK):
            ids.setdefault(target.removeprefix("#"), f"{name}-{len(ids) + 1}")
    for element in root.iter():
        _rename(element, ids)
    root.attrib.update({"role": "img", "aria-label": alt})
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _presentation(style: str) -> list[tuple[str, str]]:
    """The declarations of a `style` attribute as attributes; the shorthand `font`, which is none, in its parts."""
    found: list[tuple[str, str]] = []
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        attribute, _, value = (part.strip() for part in declaration.partition(":"))
        font = _FONT.fullmatch(value) if attribute == "font" else None
        if font:
            found += [(f"font-{part}", said) for part, said in font.groupdict().items() if said]
            found.append(("font-family", _FAMILY))
        elif attribute == "font-family":
            found.append((attribute, _FAMILY))
        else:
            found.append((attribute, value))
    return found


def _rename(element: ElementTree.Element, ids: dict[str, str]) -> None:
    own = element.attrib.pop("id", None)
    if own in ids:
        element.set("id", ids[own])
    for attribute, value in list(element.attrib.items()):
        if attribute == _LINK:
            element.set(attribute, f"#{ids[value.removeprefix('#')]}")
        else:
            element.set(attribute, _NAMED.sub(lambda used: f"url(#{ids[used[1]]})", value))
