"""The trained network to the shipped form: weights of eight bits, and a graph that points at them.

    python -m train.entailment.export TRAINED OUT [--rows DATA/packed.xz]

OUT is a folder with a shipped encoder, whose table of word vectors the network shares. Each matrix
of the layers is kept as integers in -127..127 with one scale for each output: its largest weight
there, divided by 127. The graph multiplies them by the scales when it is loaded and computes in
float32. Ends by reading random tokens with the graph and with torch, and fails where they lie
further apart than roundings allow. With --rows the held-out rows are read with the weights before
and after: how far their logits moved, and how many likeliest labels.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file, save_file

from rag.runtime.onnx_sessions import open_session
from train.data import SEED
from train.entailment import network, packed
from train.entailment.batches import DeviceRows
from train.entailment.network import WORDS, EntailmentNetwork
from train.entailment.packed import MOST
from train.entailment.train import logits
from train.export import WEIGHTS as ENCODER_WEIGHTS
from train.export import external, layout, point_at

INPUTS = ("input_ids", "parts", "attention_mask")
GRAPH, OWN_WEIGHTS = "entailment.onnx", "entailment.safetensors"
STEPS = 127  # of an eight-bit weight, on each side of zero
_TABLE = "embeddings.word_embeddings.weight"  # in the encoder's file
_CHECKED = ((1, 9), (3, 40), (2, MOST))  # texts and tokens that are read to compare
_UNIT, _SURE = 2.0**-24, 6.0  # of float32; see tests/tolerances.py


def export(trained: Path, out: Path) -> EntailmentNetwork:
    """Writes weights and graph beside an encoder; gives the network with these weights."""
    net = network.loaded(trained, out)
    matrices, others = rounded(net)
    tensors = {f"{name}.steps": steps for name, (steps, _) in matrices.items()}
    tensors |= {f"{name}.scale": scale for name, (_, scale) in matrices.items()}
    save_file({**tensors, **others}, out / OWN_WEIGHTS, metadata={"format": "pt"})
    graph = _graph(net, out)
    taken = _without(graph, matrices)
    words = load_file(out / ENCODER_WEIGHTS)[_TABLE]
    point_at(graph, {out / OWN_WEIGHTS: others, out / ENCODER_WEIGHTS: {_TABLE: words}})
    _point_at_steps(graph, taken, out / OWN_WEIGHTS)
    (out / GRAPH).write_bytes(graph.SerializeToString())
    return net


@torch.no_grad()
def rounded(
    net: EntailmentNetwork,
) -> tuple[dict[str, tuple[torch.Tensor, torch.Tensor]], dict[str, torch.Tensor]]:
    """The steps and scales of the matrices of the layers, and the other weights in float16.

    Steps are (inputs, outputs), as the graph multiplies them. The network is given the weights
    that come out, and only the positions that are read.
    """
    positions = net.embeddings.position_embeddings
    positions.weight = torch.nn.Parameter(positions.weight[:MOST].clone())
    matrices: dict[str, tuple[torch.Tensor, torch.Tensor]] = {}
    others: dict[str, torch.Tensor] = {}
    for name, weights in net.named_parameters():
        if name == WORDS:
            continue
        if name.startswith("layers.") and weights.ndim == 2:
            scale = weights.abs().amax(dim=1) / STEPS
            steps = (weights / scale[:, None]).round().to(torch.int8)
            matrices[name] = steps.T.contiguous(), scale.contiguous()
            weights.copy_(steps.float() * scale[:, None])
        else:
            others[name] = weights.half().contiguous()
            weights.copy_(others[name].float())
    return matrices, others


def _graph(net: EntailmentNetwork, out: Path) -> onnx.ModelProto:
    net.config._attn_implementation = "eager"  # a graph has no operator for the other one
    whole = out / "entailment.whole.onnx"
    axes = {name: {0: "texts", 1: "tokens"} for name in INPUTS} | {"logits": {0: "texts"}}
    torch.onnx.export(
        net, random_rows(net.config.vocab_size, 2, 9), str(whole), input_names=list(INPUTS),
        output_names=["logits"], dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    graph = onnx.load(whole)
    whole.unlink()
    return graph


def _without(
    graph: onnx.ModelProto, matrices: dict[str, tuple[torch.Tensor, torch.Tensor]]
) -> dict[str, str]:
    """Takes the matrices out of a graph; gives the weights of each by its name in the graph."""
    by_bytes = {
        (steps.float() * scale).numpy().tobytes(): name for name, (steps, scale) in matrices.items()
    }
    kept, taken = [], {}
    for tensor in graph.graph.initializer:
        name = by_bytes.get(numpy_helper.to_array(tensor).tobytes())
        if name is None:
            kept.append(tensor)
        else:
            taken[tensor.name] = name
    if set(taken.values()) != set(matrices):
        raise ValueError(f"not in the graph: {sorted(set(matrices) - set(taken.values()))}")
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    return taken


def _point_at_steps(graph: onnx.ModelProto, taken: dict[str, str], path: Path) -> None:
    """Gives the graph its matrices back, as steps in a file that it multiplies by their scales."""
    offsets, shapes = layout(path)
    nodes = []
    for own, name in taken.items():
        parts = (f"{name}.steps", TensorProto.INT8), (f"{name}.scale", TensorProto.FLOAT)
        for part, kind in parts:
            graph.graph.initializer.append(
                external(part, shapes[part], offsets[part], path.name, kind)
            )
        given = [part for part, _ in parts]
        nodes.append(helper.make_node("DequantizeLinear", given, [own], axis=1))
    rest = list(graph.graph.node)
    del graph.graph.node[:]
    graph.graph.node.extend(nodes + rest)


def random_rows(vocabulary: int, texts: int, tokens: int) -> tuple[torch.Tensor, ...]:
    """Tokens of a claim and evidence as the network takes them, the same each time."""
    rng = torch.Generator().manual_seed(SEED)
    ids = torch.randint(5, vocabulary, (texts, tokens), generator=rng)
    parts = (torch.arange(tokens) * 4 // tokens).expand(texts, -1).contiguous()
    mask = torch.ones_like(ids)
    mask[-1, tokens - tokens // 5 :] = 0
    return ids, parts * mask, mask


@torch.inference_mode()
def allowed(net: EntailmentNetwork, tokens: int) -> float:
    """How far the logits of two computations in float32 may lie apart; see tests/tolerances.py.

    As in ``train.reader.export.allowed``; the head reads four states instead of one.
    """
    config, norm = net.config, net.layers[-1].output.LayerNorm
    layer = 8 * config.hidden_size + config.intermediate_size + 2 * tokens
    roundings = 2 * (config.num_hidden_layers * layer + 4 * config.hidden_size)
    width = math.sqrt(config.hidden_size)
    length = 2 * (width * float(norm.weight.abs().max()) + float(norm.bias.norm()))
    rows = net.head.weight.norm(dim=1)
    return 2 * _UNIT * _SURE * math.sqrt(roundings) * length * float(rows.max())


@torch.inference_mode()
def difference(folder: Path, net: EntailmentNetwork, texts: int, tokens: int) -> float:
    """The greatest distance of a logit of a folder's graph from the network's, random tokens."""
    given = random_rows(net.config.vocab_size, texts, tokens)
    session = open_session(folder / GRAPH)
    feed = {name: each.numpy() for name, each in zip(INPUTS, given, strict=True)}
    (found,) = session.run(["logits"], feed)
    return float(np.abs(found - net(*given).numpy()).max())


def moved(before: np.ndarray, after: np.ndarray) -> str:
    """A line: how far logits are from those before, and how many likeliest labels changed."""
    apart = np.abs(after - before).max(axis=1)
    changed = (before.argmax(axis=1) != after.argmax(axis=1)).mean()
    return (
        f"{len(apart)} rows: logits {np.median(apart):.3f} apart in the middle,"
        f" {np.quantile(apart, 0.99):.3f} for 99 in 100, {apart.max():.3f} at most;"
        f" {changed:.4f} of the likeliest labels changed"
    )


def main() -> None:
    """Writes the files and compares; raises SystemExit where the graph is off."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trained", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--rows", type=Path)
    chosen = parser.parse_args()
    net = export(chosen.trained, chosen.out)
    for name in (GRAPH, OWN_WEIGHTS):
        print(name, f"{(chosen.out / name).stat().st_size / 1e6:.1f} MB")
    for texts, tokens in _CHECKED:
        off, bound = difference(chosen.out, net, texts, tokens), allowed(net, tokens)
        print(f"{texts} texts of {tokens} tokens: {off:.2e} apart, {bound:.2e} allowed")
        if off > bound:
            raise SystemExit("the graph does not give what torch gives")
    if chosen.rows:
        data = packed.load(chosen.rows)
        held = DeviceRows(data, np.flatnonzero(data.held), "cpu")
        full = network.loaded(chosen.trained, chosen.out)
        print(moved(logits(full, held), logits(net, held)))


if __name__ == "__main__":
    main()
