"""Bad input is named: the error that an attempt ends in, in either language."""

import re
from collections.abc import Callable, Mapping

import pytest

import w2v_lab as w2v

HAN = re.compile("[\u4e00-\u9fff]")


def check_named(attempts: Mapping[str, Callable[[], object]], key: str, language: str) -> None:
    """The attempt raises the error of its key; what follows a space only tells two apart."""
    w2v.set_language(language)
    with pytest.raises(w2v.W2VError) as caught:
        attempts[key]()
    assert caught.value.key == key.split(" ")[0]
    assert bool(HAN.search(str(caught.value))) == (language == "zh")
    assert not re.search(r"\{\w+\}", str(caught.value))
