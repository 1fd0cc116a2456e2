"""The entailment network: whether evidence supports a claim, contradicts it, or does neither."""

from rag.entailment.model import Entailment, EntailmentModel, Premise
from rag.entailment.onnx import OnnxEntailment, load_entailment

__all__ = ["Entailment", "EntailmentModel", "OnnxEntailment", "Premise", "load_entailment"]
