"""The transformer student before training: the teacher's layers with the new vocabulary.

python -m train.student TEACHER_FOLDER VOCABULARY_FOLDER OUT_FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer import modules as models
from transformers import AutoModel, BertTokenizerFast, PreTrainedModel

LONGEST = 512


def initialised(teacher: Path, vocabulary: Path) -> PreTrainedModel:
    """The teacher's network; the vector of each new token is a mix of its English neighbours."""
    network = AutoModel.from_pretrained(teacher)
    old = network.embeddings.word_embeddings.weight.detach()
    neighbours = np.load(vocabulary / "neighbours.npz")
    rows = torch.from_numpy(neighbours["rows"]).long()
    weights = torch.from_numpy(neighbours["weights"])
    network.resize_token_embeddings(len(rows), mean_resizing=False)
    with torch.no_grad():
        network.embeddings.word_embeddings.weight.copy_(
            (old[rows] * weights[:, :, None]).sum(dim=1)
        )
    return network


def save(network: PreTrainedModel, vocabulary: Path, out: Path) -> None:
    """Writes a folder that SentenceTransformer loads: the network, mean pooling, unit vectors."""
    tokenizer = BertTokenizerFast.from_pretrained(vocabulary, model_max_length=LONGEST)
    network.save_pretrained(out / "0_network")
    tokenizer.save_pretrained(out / "0_network")
    words = models.Transformer(str(out / "0_network"), max_seq_length=LONGEST)
    pooling = models.Pooling(words.get_embedding_dimension(), "mean")
    SentenceTransformer(modules=[words, pooling, models.Normalize()]).save(str(out / "model"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("teacher", type=Path)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    save(initialised(options.teacher, options.vocabulary), options.vocabulary, options.out)
