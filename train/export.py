"""Converts a trained folder to the shipped one: float16 weights, for torch and ONNX Runtime.

    python -m train.export MODEL_FOLDER OUT_FOLDER

SentenceTransformer loads OUT_FOLDER. ``model.onnx`` is a graph without weights: each of its tensors
points into ``model.safetensors`` by offset and is converted to float32 when it is read. So both
runtimes share one file of weights.
"""

from __future__ import annotations

import argparse
import json
import shutil
import struct
from collections.abc import Mapping
from pathlib import Path

import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer

WEIGHTS = "model.safetensors"
_SMALL = 1_024  # bytes: smaller constants stay in the graph
_FLOAT = TensorProto.FLOAT
_RUNTIME = "com.microsoft"  # the operators of ONNX Runtime beside the standard ones


class Pooled(torch.nn.Module):
    """Token ids to unit vectors (mean of the unmasked tokens), and to token states."""

    def __init__(self, network: torch.nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, dim) unit rows, and (n, tokens, dim) states."""
        states = self.network(input_ids=input_ids, attention_mask=attention_mask)[0]
        mask = attention_mask[:, :, None].to(states.dtype)
        means = (states * mask).sum(dim=1) / mask.sum(dim=1)
        return torch.nn.functional.normalize(means, dim=1), states


def export(source: Path, out: Path) -> None:
    """Writes the shipped folder."""
    shutil.rmtree(out, ignore_errors=True)
    SentenceTransformer(str(source), device="cpu").save(str(out), create_model_card=False)
    weights = {
        name: tensor.half().contiguous() if tensor.is_floating_point() else tensor
        for name, tensor in load_file(out / WEIGHTS).items()
    }
    save_file(weights, out / WEIGHTS, metadata={"format": "pt"})
    model = SentenceTransformer(
        str(out),
        device="cpu",
        model_kwargs={"dtype": torch.float32, "attn_implementation": "eager"},
    )
    graph = _graph(model, out)
    point_at(graph, {out / WEIGHTS: weights})
    (out / "model.onnx").write_bytes(graph.SerializeToString())


def _graph(model: SentenceTransformer, out: Path) -> onnx.ModelProto:
    ids = torch.ones((2, 7), dtype=torch.long)
    whole = out / "whole.onnx"
    torch.onnx.export(
        Pooled(model[0].auto_model).eval(),
        (ids, ids.clone()),
        str(whole),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors", "states"],
        dynamic_axes={
            "input_ids": {0: "texts", 1: "tokens"},
            "attention_mask": {0: "texts", 1: "tokens"},
            "vectors": {0: "texts"},
            "states": {0: "texts", 1: "tokens"},
        },
        opset_version=17,
        dynamo=False,
    )
    graph = onnx.load(whole)
    whole.unlink()
    return graph


def point_at(graph: onnx.ModelProto, files: Mapping[Path, Mapping[str, torch.Tensor]]) -> None:
    """Replaces each large tensor of the graph by a reference to a file of weights.

    ``files`` are the tensors in each file. Tensors are found by value, because the exporter
    renames and transposes some of them. Raises ValueError if a large tensor is in no file.
    """
    layouts = {path: layout(path) for path in files}
    by_bytes = {
        tensor.float().numpy().tobytes(): (path, name)
        for path, tensors in files.items()
        for name, tensor in tensors.items()
    }
    kept: list[TensorProto] = []
    halves: dict[str, str] = {}
    transposed: set[str] = set()
    for tensor in graph.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.nbytes <= _SMALL or array.dtype.kind != "f":
            kept.append(tensor)
            continue
        found = by_bytes.get(array.tobytes())
        if found is None and array.ndim == 2:
            found = by_bytes.get(array.T.copy().tobytes())
            transposed.add(tensor.name)
        if found is None:
            raise ValueError(f"{tensor.name} {array.shape} is in no file of weights")
        halves[tensor.name] = f"{tensor.name}.half"
        path, name = found
        offsets, shapes = layouts[path]
        kept.append(external(halves[tensor.name], shapes[name], offsets[name], path.name))
    del graph.graph.initializer[:]
    graph.graph.initializer.extend(kept)
    _widen(graph, halves, transposed)


def _widen(graph: onnx.ModelProto, halves: dict[str, str], transposed: set[str]) -> None:
    """Makes the graph read float16 tensors and convert them to float32.

    Rows of an embedding table are converted after the lookup: converting the whole table at each
    start took a tenth of a second and 70 MB. A transposed tensor is multiplied as it is stored
    (FusedMatMul of ONNX Runtime), because transposing it took as long.
    """
    wide: list[onnx.NodeProto] = []
    nodes: list[onnx.NodeProto] = []
    widened: set[str] = set()
    for node in graph.graph.node:
        if node.op_type == "Gather" and node.input[0] in halves:
            node.input[0] = halves[node.input[0]]
            rows, node.output[0] = node.output[0], f"{node.output[0]}.half"
            nodes += [node, helper.make_node("Cast", [node.output[0]], [rows], to=_FLOAT)]
            continue
        for name in node.input:
            if name in halves and name not in widened:
                wide.append(helper.make_node("Cast", [halves[name]], [name], to=_FLOAT))
                widened.add(name)
        for name in transposed.intersection(node.input):
            if node.op_type != "MatMul" or node.input[1] != name:
                raise ValueError(f"{name} is transposed and read by {node.op_type}")
            node.op_type, node.domain = "FusedMatMul", _RUNTIME
            node.attribute.append(helper.make_attribute("transB", 1))
        nodes.append(node)
    del graph.graph.node[:]
    graph.graph.node.extend(wide + nodes)
    graph.opset_import.append(helper.make_opsetid(_RUNTIME, 1))


def external(
    name: str,
    shape: list[int],
    span: tuple[int, int],
    location: str,
    kind: int = TensorProto.FLOAT16,
) -> onnx.TensorProto:
    """A tensor of a graph whose values are at a span of a file, in bytes."""
    tensor = onnx.TensorProto(name=name, data_type=kind, dims=shape)
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", location), ("offset", span[0]), ("length", span[1] - span[0])):
        tensor.external_data.add(key=key, value=str(value))
    return tensor


def layout(path: Path) -> tuple[dict[str, tuple[int, int]], dict[str, list[int]]]:
    """The start and end of each tensor of a safetensors file, in bytes, and its shape."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    header.pop("__metadata__", None)
    begin = 8 + length
    offsets = {n: tuple(begin + at for at in e["data_offsets"]) for n, e in header.items()}
    return offsets, {name: entry["shape"] for name, entry in header.items()}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    export(options.source, options.out)
