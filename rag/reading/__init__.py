"""The reader: a question and a passage read together, for the short answer and the sentences."""

from rag.reading.onnx import OnnxReader, load_reader
from rag.reading.reader import PassageReader, PassageReading, PassageText, SentenceReading

__all__ = [
    "OnnxReader",
    "PassageReader",
    "PassageReading",
    "PassageText",
    "SentenceReading",
    "load_reader",
]
