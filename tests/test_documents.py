"""The pages beside the lessons: every public name of the library, every link of the guide."""

import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

import w2v_lab as w2v
from web import documents

ROOT = Path(__file__).resolve().parent.parent
STEMS = {path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")}
ENTRY = re.compile(r'"([\w.]+)">.*?href="[^"]+/blob/HEAD/([^"]+\.py)#L(\d+)"')
LINK = re.compile(r'href="([^"]+)"')


def written(page: documents.prose.Lesson) -> str:
    return "".join(page.parts)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_public_name_stands_with_the_line_that_it_begins_in(language):
    page = written(documents.library(language))
    contract = {"widgets.StepExplorer", "relatives.glove", "relatives.NNLM", "uses.search"}
    for name in {*w2v.__all__, *contract}:
        assert f'<dt id="w2v.{name}">' in page, name
    told = page.split('<dt id="w2v.huffman_tree">')[1].split("<dt id=")[0]
    assert "(counts: Sequence[float] | np.ndarray) -&gt; Tree</code>" in told
    assert "ties settled as in word2vec.c" in told
    assert "<dt><code>.from_sentences(" in page
    assert not re.search(r"0x[0-9a-f]{6}", page) and str(ROOT) not in page
    assert page.count('id="') == len(set(re.findall(r'id="([^"]+)"', page)))
    found = [entry.groups() for part in page.split("<dt id=")[1:] if (entry := ENTRY.match(part))]
    assert len(found) > 100
    for name, path, line in found:
        source = (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1 :][:4]
        begins = re.compile(rf"^(?:def|class|async def) {name.split('.')[-1]}\b")
        assert any(begins.match(each) for each in source), (name, path, line)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_link_of_the_guide_leads_somewhere(language):
    lessons = sorted(STEMS)[:4]
    page = written(documents.guide(language, language, set(lessons)))
    links = [unquote(html.unescape(link)) for link in LINK.findall(page)]
    pages = [link for link in links if link.endswith(".html")]
    assert pages == [f"../{language}/{stem}.html" for stem in lessons]
    rest = [link for link in links if link not in pages]
    assert len(rest) > 6
    for link in rest:
        assert link.startswith(documents.SOURCE), link
        assert (ROOT / link.removeprefix(f"{documents.SOURCE}/").split("#")[0]).exists(), link
