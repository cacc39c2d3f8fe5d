"""Abstracts of PubMed, by its E-utilities, for those who have internet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from http.client import HTTPException
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import urlopen
from xml.etree import ElementTree

from ..messages import W2VError, whole
from .streams import Stream, cut

ADDRESS = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/"
AT_ONCE = 200  # abstracts a request
PAUSE = 0.4  # seconds; the service allows three requests a second
PATIENCE = 20  # seconds


def pubmed(query: str, most: int = 1_000) -> Stream:
    """Titles and abstracts that a query finds in PubMed, e.g. pubmed("kidney failure", 5_000).

    They are fetched once, from NCBI's E-utilities, and kept in memory; 5,000 abstracts are about a
    million words. Raises W2VError where there is no internet, or nothing is found.
    """
    most = whole("most", most)
    found = _fetched("esearch.fcgi", db="pubmed", term=query, retmax=most)
    ids = [entry.text or "" for entry in found.iter("Id")]
    texts = [text for start in range(0, len(ids), AT_ONCE) for text in _texts(ids, start)]
    if not texts:
        raise W2VError("pubmed_empty", query=query)
    return Stream(lambda: cut(texts), f"PubMed: {query}")


def _texts(ids: list[str], start: int) -> Iterator[str]:
    time.sleep(PAUSE)
    part = ",".join(ids[start : start + AT_ONCE])
    fetched = _fetched("efetch.fcgi", db="pubmed", id=part, retmode="xml")
    for tag in ("ArticleTitle", "AbstractText"):
        for element in fetched.iter(tag):
            yield "".join(element.itertext())


def _fetched(program: str, **asked: str | int) -> ElementTree.Element:
    data = urlencode(asked).encode()
    try:
        with urlopen(ADDRESS + program, data, timeout=PATIENCE) as answer:
            return ElementTree.fromstring(answer.read())
    except (URLError, HTTPException, OSError, ElementTree.ParseError, ValueError) as error:
        raise W2VError("no_pubmed", why=str(getattr(error, "reason", error))) from error
