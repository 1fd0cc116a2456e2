"""Numbers, percentages, sums of money, ranks and negations in French and English text."""

from rag.quantities.figures import Quantity, find_quantities
from rag.quantities.negations import find_negations

__all__ = ["Quantity", "find_negations", "find_quantities"]
