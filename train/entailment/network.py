"""The network: the layers of the shipped encoder over claim and evidence, and one head.

The word embeddings are those of the encoder and are not trained, so that the product keeps one
table for both. The head reads the state of [CLS], the means of the claim and of the evidence,
and their distance: the encoder was trained so that these means lie close for texts of like meaning
in both languages (the features of SBERT, Reimers and Gurevych 2019, beside [CLS]).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertModel

from train.entailment.packed import LABELS, PART_ABOVE, PART_CLAIM, PART_EVIDENCE

WORDS = "embeddings.word_embeddings.weight"
FILES = ("entailment-1.safetensors", "entailment-2.safetensors")  # below 15 MiB each
_FAR = -1e9  # added to the score of what is not read


class EntailmentNetwork(torch.nn.Module):
    """Tokens of claim and evidence to logits of LABELS."""

    def __init__(self, body: BertModel) -> None:
        super().__init__()
        self.embeddings = body.embeddings
        self.layers = body.encoder.layer
        self.config = body.config
        self.head = torch.nn.Linear(4 * body.config.hidden_size, len(LABELS))
        torch.nn.init.normal_(self.head.weight, std=body.config.initializer_range)
        torch.nn.init.zeros_(self.head.bias)
        self.embeddings.word_embeddings.weight.requires_grad_(False)

    def forward(
        self, input_ids: torch.Tensor, parts: torch.Tensor, attention_mask: torch.Tensor
    ) -> torch.Tensor:
        """(n, 3) logits; the inputs are (n, tokens), ``parts`` those of ``packed``."""
        states: torch.Tensor = self.embeddings(
            input_ids=input_ids, token_type_ids=(parts >= PART_ABOVE).long()
        )
        unseen = ((1 - attention_mask).to(states.dtype) * _FAR)[:, None, None]
        for layer in self.layers:
            states = layer(states, attention_mask=unseen)
        claim, evidence = (_mean(states, parts == part) for part in (PART_CLAIM, PART_EVIDENCE))
        read = torch.cat([states[:, 0], claim, evidence, (claim - evidence).abs()], dim=1)
        logits: torch.Tensor = self.head(read)
        return logits


def _mean(states: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
    """The mean of the states inside, 0 where there are none."""
    weights = inside.to(states.dtype)
    return (states * weights[:, :, None]).sum(dim=1) / weights.sum(dim=1, keepdim=True).clamp(min=1)


def started(encoder: Path) -> EntailmentNetwork:
    """A network with the weights of a trained encoder, its head drawn."""
    return EntailmentNetwork(
        BertModel.from_pretrained(encoder, dtype=torch.float32, add_pooling_layer=False)
    )


def save(network: EntailmentNetwork, folder: Path) -> list[Path]:
    """Writes everything but the word embeddings in float16, in two files; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    halves = {
        name: each.detach().half().contiguous().cpu()
        for name, each in network.state_dict().items()
        if name != WORDS and each.is_floating_point()
    }
    later = {name for name in halves if name.startswith(tuple(_upper(network)))}
    for file, names in zip(FILES, (halves.keys() - later, later), strict=True):
        save_file({name: halves[name] for name in sorted(names)}, folder / file)
    return [folder / file for file in FILES]


def _upper(network: EntailmentNetwork) -> Iterator[str]:
    count = len(network.layers)
    return (f"layers.{place}." for place in range(count // 2, count))


def loaded(folder: Path, encoder: Path) -> EntailmentNetwork:
    """The network of a folder with the encoder's word embeddings, in float32, ready to read."""
    config = BertConfig.from_pretrained(encoder)
    network = EntailmentNetwork(BertModel(config, add_pooling_layer=False))
    words = load_file(encoder / "model.safetensors")
    (table,) = (each for name, each in words.items() if name.endswith(WORDS))
    state = {WORDS: table.float()}
    for file in FILES:
        state.update({name: each.float() for name, each in load_file(folder / file).items()})
    missing = network.load_state_dict(state, strict=False)
    if missing.unexpected_keys or set(missing.missing_keys) - {"embeddings.position_ids"}:
        raise ValueError(f"{folder} is no entailment network of this encoder: {missing}")
    return network.eval()
