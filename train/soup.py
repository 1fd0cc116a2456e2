"""The mean of the weights of several students that began alike (Wortsman et al. 2022).

    python -m train.soup VOCABULARY OUT/soup OUT/one OUT/two

Better on every set than either student, and no slower: what one learnt too closely of its
training text the other did not.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModel, PreTrainedModel

from train.student import save


def mean(networks: Sequence[PreTrainedModel]) -> PreTrainedModel:
    """The first network, with the mean of the weights of all."""
    states = [network.state_dict() for network in networks]
    made = {
        name: torch.stack([state[name] for state in states]).mean(dim=0)
        if weights.is_floating_point()
        else weights
        for name, weights in states[0].items()
    }
    networks[0].load_state_dict(made)
    return networks[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("students", type=Path, nargs="+", help="folders that transformer.py wrote")
    chosen = parser.parse_args()
    networks = [
        AutoModel.from_pretrained(folder / "0_network", dtype=torch.float32)
        for folder in chosen.students
    ]
    save(mean(networks), chosen.vocabulary, chosen.out)
