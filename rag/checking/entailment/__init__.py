"""The entailment network: whether evidence supports a claim, contradicts it, or does neither."""

from rag.checking.entailment.model import Entailment, EntailmentModel, Premise
from rag.checking.entailment.onnx import OnnxEntailment, load_entailment

__all__ = ["Entailment", "EntailmentModel", "OnnxEntailment", "Premise", "load_entailment"]
