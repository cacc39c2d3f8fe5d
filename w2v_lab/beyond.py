"""Beyond one machine: the same sentences, trained by Spark, here or on a cluster."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .messages import W2VError, whole
from .vectors import Vectors

# A session of one's own stays on this machine: nothing listens beyond it, no pages are served.
HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}


def spark(
    sentences: Iterable[Sequence[str]] | str | Path,
    vector_size: int = 100,
    window: int = 5,
    min_count: int = 5,
    epochs: int = 1,
    learning_rate: float = 0.025,
    seed: int = 0,
    *,
    partitions: int = 2,
    session: Any = None,
) -> Vectors:
    """Train with Word2Vec of Spark's MLlib: skip-gram with Huffman's tree, and nothing else.

    Settings as of `fit`; `sentences` are lists of words, or the path of a file with a sentence a
    line, which each machine of a cluster must see. `partitions` parts are trained apart and
    averaged after every round, so more parts need more rounds. `session` is a SparkSession of a
    cluster; left out, one is started on two threads of this machine and stopped afterwards. The
    vectors know how often each word came, and begin with the most frequent. Raises W2VError where
    pyspark (the extra "spark") or Java is missing.

    It does what word2vec.c does, two things apart: of words that come equally often the order is
    that of a hash table, so the tree is another one than that of `fit`, and the first 10,000 words
    of each round are learnt at the first rate.
    """
    try:
        from pyspark.ml.feature import Word2Vec
        from pyspark.sql import SparkSession
    except ImportError:
        raise W2VError("tool_missing", package="pyspark", extra="spark") from None
    if session is None and not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise W2VError("no_java")
    settings = {
        "vectorSize": whole("vector_size", vector_size),
        "windowSize": whole("window", window),
        "minCount": whole("min_count", min_count),
        "maxIter": whole("epochs", epochs),
        "numPartitions": whole("partitions", partitions),
        "stepSize": learning_rate,
        "seed": seed,
    }
    own = session is None
    if own:
        builder = SparkSession.builder.master("local[2]").appName("w2v-lab")
        for name, value in HERE.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
    try:
        trainer = Word2Vec(**settings, inputCol="words")  # lives in a session
        text = _frame(session, sentences)
        counts = text.selectExpr("explode(words) AS word").groupBy("word").count()
        found = trainer.fit(text).getVectors().join(counts, "word")
        rows = found.orderBy(["count", "word"], ascending=[False, True]).collect()
    finally:
        if own:
            session.stop()
    matrix = np.array([row["vector"].toArray() for row in rows], dtype=np.float32)
    return Vectors([row["word"] for row in rows], matrix, [row["count"] for row in rows])


def _frame(session: Any, sentences: Iterable[Sequence[str]] | str | Path) -> Any:
    """The sentences as a table of one column, "words"; a file is read by Spark itself."""
    if isinstance(sentences, str | Path):
        lines = session.read.text(str(sentences))
        cut = r"split(value, '(?U)\\s+')"  # as str.split cuts, the space of Chinese texts too
        return lines.selectExpr(f"filter({cut}, word -> word <> '') AS words")
    return session.createDataFrame([(list(sentence),) for sentence in sentences], ["words"])
