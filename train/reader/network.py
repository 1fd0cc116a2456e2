"""The reader: one network over question and passage, with heads for span, sentences and no answer.

Its layers are those of the shipped encoder. All of them read question and passage together, or
the lower ones read both apart and only the upper ones together (DeFormer, Cao et al. 2020;
PreTTR, MacAvaney et al. 2020): then the states of a passage can be kept.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from transformers import AutoModel, BertConfig, BertModel

from train.reader.batches import Batch

WEIGHTS, SETTINGS = "model.safetensors", "reader.json"
_TOKENIZER = ("tokenizer.json", "tokenizer_config.json")
FAR = -1e9  # added to the score of what is not read
_SMOOTHED = 0.1  # of what is known to answer or not: examples made by rule are sometimes wrong
_SENTENCES = 0.5  # the weight of the sentences' loss against those of span and answer


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """What the reader finds, all logits: higher is likelier.

    ``first`` and ``last`` (n, tokens): the token that the answer begins and ends with, -1e9
    outside the passage. ``sentence`` (n, sentences): whether each answers. ``answers`` (n,):
    whether the passage does.
    """

    first: torch.Tensor
    last: torch.Tensor
    sentence: torch.Tensor
    answers: torch.Tensor


class Reader(torch.nn.Module):
    """Texts in tokens to logits; the first ``apart`` layers read question and passage apart."""

    def __init__(self, body: BertModel, apart: int) -> None:
        super().__init__()
        if not 0 <= apart < len(body.encoder.layer):
            raise ValueError(f"{apart} layers apart of {len(body.encoder.layer)}: one must join")
        self.embeddings = body.embeddings
        self.layers = body.encoder.layer
        self.config = body.config
        self.apart = apart
        width = body.config.hidden_size
        self.token_head = torch.nn.Linear(width, 3)  # first, last, sentence
        self.answer_head = torch.nn.Linear(width, 1)
        for head in (self.token_head, self.answer_head):
            torch.nn.init.normal_(head.weight, std=body.config.initializer_range)
            torch.nn.init.zeros_(head.bias)

    def lower(
        self,
        input_ids: torch.Tensor,
        token_type_ids: torch.Tensor,
        position_ids: torch.Tensor,
        attention_mask: torch.Tensor,
    ) -> torch.Tensor:
        """(n, tokens, width) states after the layers that read apart."""
        states: torch.Tensor = self.embeddings(
            input_ids=input_ids, token_type_ids=token_type_ids, position_ids=position_ids
        )
        if self.apart:
            same = token_type_ids[:, :, None] == token_type_ids[:, None, :]
            seen = same & (attention_mask[:, None, :] > 0)
            unseen = ((~seen).to(states.dtype) * FAR)[:, None]
            for layer in self.layers[: self.apart]:
                states = layer(states, attention_mask=unseen)
        return states

    def upper(
        self, states: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, tokens, 3) logits of the tokens, (n,) logits of an answer."""
        unseen = ((1 - attention_mask).to(states.dtype) * FAR)[:, None, None]
        for layer in self.layers[self.apart :]:
            states = layer(states, attention_mask=unseen)
        return self.token_head(states), self.answer_head(states[:, 0])[:, 0]

    def forward(
        self,
        input_ids: torch.Tensor,
        token_type_ids: torch.Tensor,
        position_ids: torch.Tensor,
        attention_mask: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, tokens, 3) logits of the tokens, (n,) logits of an answer."""
        states = self.lower(input_ids, token_type_ids, position_ids, attention_mask)
        return self.upper(states, attention_mask)


Loss = Callable[[Scores, Batch], torch.Tensor]


def scores(logits: tuple[torch.Tensor, torch.Tensor], batch: Batch) -> Scores:
    """The network's logits as scores: the mean of a sentence's tokens is its own."""
    tokens, answers = logits
    outside = batch.passage == 0
    first, last, inside = tokens.float().unbind(dim=2)
    places = torch.arange(1, batch.wanted.shape[1] + 1, device=tokens.device)
    own = (batch.sentence[:, :, None] == places).float()
    means = (inside[:, None] @ own)[:, 0] / own.sum(dim=1).clamp(min=1)
    return Scores(
        first.masked_fill(outside, FAR), last.masked_fill(outside, FAR), means, answers.float()
    )


def loss(found: Scores, batch: Batch) -> torch.Tensor:
    """The mean over a batch, each part over the examples of which it is known."""
    total = binary_cross_entropy_with_logits(found.answers, smoothed(batch.answers))
    spanned = (batch.first >= 0).sum().clamp(min=1)
    for scores, wanted in ((found.first, batch.first), (found.last, batch.last)):
        total = total + 0.5 * cross_entropy(
            scores, wanted, ignore_index=-1, reduction="sum"
        ) / spanned  # fmt: skip
    places = torch.arange(1, batch.wanted.shape[1] + 1, device=batch.wanted.device)
    present = (batch.sentence[:, :, None] == places).any(dim=1) & (batch.wanted >= 0)
    each = binary_cross_entropy_with_logits(
        found.sentence, smoothed(batch.wanted.clamp(min=0)), reduction="none"
    )
    count = present.any(dim=1).sum().clamp(min=1)
    return total + _SENTENCES * (each * present).sum() / count


def smoothed(wanted: torch.Tensor) -> torch.Tensor:
    """Zeros and ones a little nearer to one half (label smoothing, Szegedy et al. 2016)."""
    return wanted * (1 - _SMOOTHED) + _SMOOTHED / 2


def started(folder: Path, apart: int) -> Reader:
    """A reader with the weights of a trained encoder, its heads drawn.

    The vectors of the words stay those of the encoder, so that both can share one table.
    """
    reader = Reader(AutoModel.from_pretrained(folder, dtype=torch.float32), apart)
    reader.embeddings.word_embeddings.weight.requires_grad_(False)
    return reader


def save(reader: Reader, tokenizer_from: Path, folder: Path) -> None:
    """Writes weights, sizes and tokenizer into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: each.contiguous().cpu() for name, each in reader.state_dict().items()},
              folder / WEIGHTS, metadata={"format": "pt"})  # fmt: skip
    reader.config.save_pretrained(folder)
    (folder / SETTINGS).write_text(json.dumps({"apart": reader.apart}) + "\n", encoding="utf-8")
    for name in _TOKENIZER:
        if (tokenizer_from / name).is_file():
            shutil.copyfile(tokenizer_from / name, folder / name)


def loaded(folder: Path) -> Reader:
    """The reader of a folder, in float32, ready to read."""
    settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
    config = BertConfig.from_pretrained(folder)
    reader = Reader(BertModel(config, add_pooling_layer=False), settings["apart"])
    weights = load_file(folder / WEIGHTS)
    reader.load_state_dict({name: each.float() for name, each in weights.items()})
    return reader.eval()
