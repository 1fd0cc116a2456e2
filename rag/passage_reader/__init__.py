"""The reader: a question and a passage read together, for the short answer and the sentences."""

from rag.passage_reader.onnx import OnnxReader, load_reader
from rag.passage_reader.reader import PassageReader, PassageReading, PassageText, SentenceReading

__all__ = [
    "OnnxReader",
    "PassageReader",
    "PassageReading",
    "PassageText",
    "SentenceReading",
    "load_reader",
]
