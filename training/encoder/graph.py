"""Write the encoder and its heads as an ONNX graph of 8-bit weights that onnxruntime runs well on a CPU.

The graph is written by hand from arrays named as in `Heads.state_dict()`, instead of traced and then fused, because the
nodes that onnxruntime's fusions arrive at are slower on the machines this is for. Weights are symmetric 8-bit numbers
with a scale for each column (linear layers) or row (the word table). Activations are quantised at run time over one
text, because the graph takes one text at a time: its scores do not depend on what else is tagged beside it, nothing is
padded, and two texts on two cores are as quick as a batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from levels import named_levels
from onnx import TensorProto, helper, numpy_helper

Array = npt.NDArray[Any]
State = Mapping[str, Array]

HEAD_SIZE = 32  # of one attention head
LONGEST = 160  # tokens of a text; later positions are left out
EPSILON = 1e-12
LEAST = np.float32(0.2)  # gelu goes no lower than -0.17
SHARES = {"tone": "Softmax", "event": "Softmax", "relevance": "Sigmoid", "topics": "Sigmoid"}
CONTRIB = "com.microsoft"
OPSETS = (helper.make_opsetid("", 18), helper.make_opsetid(CONTRIB, 1))
FORMAT = 9  # of the file, as old as the operators allow


def build(state: State) -> onnx.ModelProto:
    """Build the graph: `tokens` int64 (1, length) to shares (1, labels) and `entities` (1, length, tags) raw scores."""
    graph = _Graph()
    levels = [_embed(graph, state)]
    layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))
    for number in range(layers):
        prefix = f"encoder.layers.{number}."
        own = {name.removeprefix(prefix): array for name, array in state.items() if name.startswith(prefix)}
        levels.append(_layer(graph, own, levels[-1]))
    states = levels[-1]
    named = graph.add("Concat", [levels[at] for at in named_levels(layers)], axis=-1)
    graph.add("Add", [graph.add("MatMul", [named, graph.keep(state["entities.weight"].T)]),
                      graph.keep(state["entities.bias"])], to="entities")
    pooled = _pool(graph, state, states)
    for name, kind in SHARES.items():
        scores = graph.add("Gemm", [pooled, graph.keep(state[f"heads.{name}.weight"]),
                                    graph.keep(state[f"heads.{name}.bias"])], transB=1)
        graph.add(kind, [scores], to=name)
    shapes: dict[str, list[Any]] = {name: [1, len(state[f"heads.{name}.bias"])] for name in SHARES}
    return graph.finish(shapes | {"entities": [1, "length", len(state["entities.bias"])]})


def _embed(graph: _Graph, state: State) -> str:
    table, scales = quantise(state["encoder.word.weight"], axis=1)
    rows = graph.add("Cast", [graph.add("Gather", [graph.keep(table), "tokens"])], to_type=TensorProto.FLOAT)
    words = graph.add("Mul", [rows, graph.add("Gather", [graph.keep(scales), "tokens"])])
    length = graph.add("Shape", ["tokens"], start=1, end=2)
    places = graph.add("Slice", [graph.keep(state["encoder.position.weight"][:LONGEST]), graph.keep(np.array([0])),
                                 length, graph.keep(np.array([0]))])
    return _norm(graph, state, "encoder.norm", graph.add("Add", [words, places]))


def _layer(graph: _Graph, own: State, states: str) -> str:
    """Attention and two products, each added to what came in and normed."""
    query, key, value = graph.add_several("Split", [_linear(graph, own, "qkv", states)], 3, axis=-1, num_outputs=3)
    heads = own["join.weight"].shape[0] // HEAD_SIZE
    mixed = graph.add("MultiHeadAttention", [query, key, value], domain=CONTRIB, num_heads=heads)
    states = _norm(graph, own, "norm1", graph.add("Add", [states, _linear(graph, own, "join", mixed)]))
    sizes = graph.add("ReduceMax", [graph.add("Abs", [states]), graph.keep(np.array([2]))])
    risen = _even(graph, own, "rise", states, sizes)
    risen = graph.add("FastGelu", [risen, graph.keep(own["rise.bias"])], domain=CONTRIB)
    sizes = graph.add("Max", [graph.add("ReduceMax", [risen, graph.keep(np.array([2]))]), graph.keep(LEAST)])
    fallen = graph.add("Add", [_even(graph, own, "fall", risen, sizes), graph.keep(own["fall.bias"])])
    return _norm(graph, own, "norm2", graph.add("Add", [states, fallen]))


def _pool(graph: _Graph, state: State, states: str) -> str:
    """The mean of the states beside a learnt weighting of them."""
    mean = graph.add("ReduceMean", [states, graph.keep(np.array([1]))], keepdims=0)
    scores = graph.add("Add", [graph.add("MatMul", [states, graph.keep(state["look.weight"].T)]),
                               graph.keep(state["look.bias"])])
    weights = graph.add("Transpose", [graph.add("Softmax", [scores], axis=1)], perm=[0, 2, 1])
    looked = graph.add("Squeeze", [graph.add("MatMul", [weights, states]), graph.keep(np.array([1]))])
    return graph.add("Concat", [mean, looked], axis=1)


def _linear(graph: _Graph, state: State, name: str, states: str, *, bias: bool = True) -> str:
    weight, scales = quantise(state[f"{name}.weight"].T, axis=0)
    inputs = [states, graph.keep(weight), graph.keep(scales.ravel())]
    return graph.add("DynamicQuantizeMatMul", inputs + (["", graph.keep(state[f"{name}.bias"])] if bias else []),
                     domain=CONTRIB)


def _even(graph: _Graph, state: State, name: str, states: str, sizes: str) -> str:
    """A product (without bias) whose rows are first brought to one size, as one scale serves all rows.

    Some tokens have states many times larger than others; with their scale the others would lose most of their digits.
    """
    evened = graph.add("Mul", [states, graph.add("Reciprocal", [sizes])])
    return graph.add("Mul", [_linear(graph, state, name, evened, bias=False), sizes])


def _norm(graph: _Graph, state: State, name: str, states: str) -> str:
    return graph.add("LayerNormalization", [states, graph.keep(state[f"{name}.weight"]),
                                            graph.keep(state[f"{name}.bias"])], axis=-1, epsilon=EPSILON)


def quantise(array: Array, *, axis: int) -> tuple[Array, Array]:
    """Return signed 8-bit numbers and the scales (kept axes of length 1) that give the array back."""
    scales = np.maximum(np.abs(array).max(axis, keepdims=True) / 127, 1e-12).astype(np.float32)
    return np.clip(np.round(array / scales), -127, 127).astype(np.int8), scales


class _Graph:
    """Nodes and constants in the making; names are numbers."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def keep(self, array: Array) -> str:
        """Add a constant and return its name; half precision becomes single."""
        name = f"c{len(self.constants)}"
        if array.dtype.kind == "f":
            array = array.astype(np.float32)
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, kind: str, inputs: list[str], *, to: str = "", to_type: int | None = None, domain: str = "",
            **attributes: Any) -> str:
        """Add a node and return the name of its output."""
        if to_type is not None:
            attributes["to"] = to_type
        output = to or f"v{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def add_several(self, kind: str, inputs: list[str], count: int, **attributes: Any) -> list[str]:
        """Add a node of several outputs and return their names."""
        outputs = [f"v{len(self.nodes)}_{number}" for number in range(count)]
        self.nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs

    def finish(self, outputs: Mapping[str, list[Any]]) -> onnx.ModelProto:
        """Check the graph and return it; `outputs` are names with shapes."""
        given = helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "length"])
        made_of = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in outputs.items()]
        graph = helper.make_graph(self.nodes, "encoder", [given], made_of, self.constants)
        made = helper.make_model(graph, opset_imports=list(OPSETS), ir_version=FORMAT, producer_name="monitor")
        onnx.checker.check_model(made)
        return made
