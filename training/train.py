"""
Train the second judge on kept pages, and write it as ONNX.

    python -m training.train PAGES... --out scanner/weights/cells.onnx [--check PAGES...]

Needs torch and onnx (training/README.md). A row is learnt as a whole: its truth does not say in which cell a
correction lies, only that no machine should decide the row.
"""

import argparse
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from pingyi.scanner.ink.windows import HEIGHT_PX, WIDTH_PX, windows
from training.kept import unpacked

NOTHING, TICK, OTHER = range(3)
ROWS_AT_ONCE = 256
LEARNING_RATE = 2e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Windows of many rows, and what each row means: `truth` -2 multiple, -1 blank, -3 ambiguous, else the choice."""

    pictures: torch.Tensor  # uint8 (cells, 2, H, W)
    row: torch.Tensor  # of every cell
    choice: torch.Tensor  # of every cell
    truth: torch.Tensor  # of every row
    lenient: torch.Tensor  # of every row: asking is as right as deciding


BLANK, MULTIPLE, AMBIGUOUS = -1, -2, -3


def load(folders: Sequence[Path]) -> Rows:
    """The rows of all kept pages that hold any ink."""
    pictures, rows, choices, truth, lenient = [], [], [], [], []
    paths = sorted(p for folder in folders for p in folder.glob("*.pickle"))
    for path in paths:
        page = pickle.loads(path.read_bytes())  # noqa: S301 - our own files
        form = page["form"]
        cut = windows(page["table"], unpacked(page), form)
        meant = {item: (verdict, choice, kind) for item, verdict, choice, kind in page["truth"]}
        start = len(truth)
        for row in form.rows:
            verdict, choice, kind = meant[row.item]
            code = {"blank": BLANK, "multiple": MULTIPLE, "doubtful": AMBIGUOUS}.get(verdict)
            truth.append(form.choices.index(choice) if code is None else code)
            lenient.append(kind == "sprawling")
        pictures.append(cut.pictures)
        rows.append(cut.rows + start)
        choices.append(cut.choices)
    return Rows(
        pictures=torch.from_numpy(np.concatenate(pictures)),
        row=torch.from_numpy(np.concatenate(rows)),
        choice=torch.from_numpy(np.concatenate(choices)),
        truth=torch.tensor(truth),
        lenient=torch.tensor(lenient),
    )


class Cells(nn.Module):
    """A window to the logits of nothing, tick, other."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(2, 8, 5, stride=2, padding=2), nn.BatchNorm2d(8), nn.ReLU(),
            nn.Conv2d(8, 20, 3, stride=2, padding=1), nn.BatchNorm2d(20), nn.ReLU(),
            nn.Conv2d(20, 32, 3, stride=2, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.Flatten(), nn.Dropout(0.2),
        )  # fmt: skip
        size = 32 * -(-HEIGHT_PX // 8) * -(-WIDTH_PX // 8)
        self.head = nn.Sequential(nn.Linear(size, 64), nn.ReLU(), nn.Linear(64, 3))

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        """Logits (n, 3) of uint8 windows given as float 0..255."""
        return self.head(self.features(pictures / 255))


def row_logs(logits: torch.Tensor, row: torch.Tensor, choice: torch.Tensor, count: int) -> dict[str, torch.Tensor]:
    """Log probability of every verdict of `count` rows; a cell without a window holds nothing for sure."""
    logs = functional.log_softmax(logits, dim=1).double()
    blank = torch.zeros(count, dtype=torch.double).index_add(0, row, logs[:, NOTHING])
    clear_cell = torch.log1p(-logs[:, OTHER].exp().clamp(max=1 - 1e-9))
    clear = torch.zeros(count, dtype=torch.double).index_add(0, row, clear_cell)
    valid = torch.full((count, 6), -60.0, dtype=torch.double)
    valid[row, choice] = (blank[row] - logs[:, NOTHING] + logs[:, TICK]).clamp(min=-60)
    ambiguous = torch.log((1 - clear.exp()).clamp(min=1e-12))
    multiple = torch.log((clear.exp() - blank.exp() - valid.exp().sum(dim=1)).clamp(min=1e-12))
    return {"blank": blank, "valid": valid, "ambiguous": ambiguous, "multiple": multiple}


def loss_of(logs: dict[str, torch.Tensor], truth: torch.Tensor, lenient: torch.Tensor) -> torch.Tensor:
    """Mean negative log probability of the truth."""
    decided = logs["valid"].gather(1, truth.clamp(min=0)[:, None])[:, 0]
    right = torch.where(truth == BLANK, logs["blank"], decided)
    right = torch.where(truth == MULTIPLE, logs["multiple"], right)
    right = torch.where(truth == AMBIGUOUS, logs["ambiguous"], right)
    either = torch.logaddexp(right, logs["ambiguous"])
    return -torch.where(lenient, either, right).mean()


def shaken(pictures: torch.Tensor) -> torch.Tensor:
    """Other sizes, leans, places, strengths and noises of the same windows."""
    n = len(pictures)
    theta = torch.zeros(n, 2, 3)
    size, lean, turn = 1 + 0.08 * torch.randn(n), 0.08 * torch.randn(n), 0.05 * torch.randn(n)
    theta[:, 0, 0], theta[:, 1, 1] = size, size * (1 + 0.06 * torch.randn(n))
    theta[:, 0, 1], theta[:, 1, 0] = lean + turn, -turn * 0.5
    theta[:, 0, 2], theta[:, 1, 2] = 0.04 * torch.randn(n), 0.03 * torch.randn(n)
    moved = functional.grid_sample(
        pictures, functional.affine_grid(theta, list(pictures.shape), align_corners=False), align_corners=False
    )
    ink = moved[:, :1] * (1 + 0.15 * torch.randn(n, 1, 1, 1)) + 6 * torch.rand(n, 1, 1, 1) * torch.randn_like(
        moved[:, :1]
    )
    thick = functional.max_pool2d(ink, 3, stride=1, padding=1)
    share = (torch.rand(n, 1, 1, 1) - 0.4).clamp(min=0)
    ink = ink * (1 - share) + thick * share
    return torch.cat([ink.clamp(0, 255), moved[:, 1:]], dim=1)


def batches(rows: Rows, rng: np.random.Generator) -> Iterator[tuple[torch.Tensor, ...]]:
    """All rows that hold ink, in random order."""
    order = np.argsort(rows.row.numpy(), kind="stable")
    firsts = np.flatnonzero(np.diff(rows.row.numpy()[order], prepend=-1))
    groups = np.split(order, firsts[1:])
    rng.shuffle(groups)
    for start in range(0, len(groups), ROWS_AT_ONCE):
        some = groups[start : start + ROWS_AT_ONCE]
        cells = torch.from_numpy(np.concatenate(some))
        local = torch.from_numpy(np.repeat(np.arange(len(some)), [len(g) for g in some]))
        which = rows.row[torch.tensor([int(g[0]) for g in some])]
        yield rows.pictures[cells].float(), local, rows.choice[cells], rows.truth[which], rows.lenient[which]


def train(rows: Rows, epochs: int, seed: int) -> Cells:
    """Fit the model; prints the loss of every epoch."""
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = Cells()
    total = epochs * (len(torch.unique(rows.row)) // ROWS_AT_ONCE + 1)
    optimiser = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=total)
    for epoch in range(epochs):
        model.train()
        losses = []
        for pictures, row, choice, truth, lenient in batches(rows, rng):
            logs = row_logs(model(shaken(pictures)), row, choice, len(truth))
            loss = loss_of(logs, truth, lenient)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}", flush=True)
    return model.eval()


def check(model: Cells, rows: Rows) -> None:
    """How sure and how right it is alone, at several levels."""
    with torch.no_grad():
        logits = torch.cat([model(part.float()) for part in rows.pictures.split(2048)])
    logs = row_logs(logits, rows.row, rows.choice, len(rows.truth))
    table = torch.cat([logs["valid"], logs["blank"][:, None], logs["multiple"][:, None]], dim=1).exp()
    best, said = table.max(dim=1)
    meant = torch.where(rows.truth == BLANK, 6, torch.where(rows.truth == MULTIPLE, 7, rows.truth))
    clear, hard = (rows.truth != AMBIGUOUS) & ~rows.lenient, rows.truth == AMBIGUOUS
    print(f"{'sure':>8}{'clear':>8}{'asked':>9}{'wrong':>7}{'ambiguous':>11}{'decided':>9}")
    for sure in (0.5, 0.9, 0.97, 0.99, 0.995, 0.998, 0.999):
        decided = best >= sure
        wrong = decided & ~hard & (said != meant)
        print(
            f"{sure:>8}{int(clear.sum()):>8}{100 * float((clear & ~decided).sum() / clear.sum()):>8.2f}%"
            f"{int(wrong.sum()):>7}{int(hard.sum()):>11}{int((hard & decided).sum()):>9}"
        )


def main() -> None:
    """Train, check, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--check", nargs="*", type=Path, default=[])
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    torch.set_num_threads(2)
    model = train(load(asked.pages), asked.epochs, asked.seed)
    for folder in asked.check:
        print(folder)
        check(model, load([folder]))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    example = torch.zeros(2, 2, HEIGHT_PX, WIDTH_PX)
    torch.onnx.export(
        model, (example,), asked.out, input_names=["windows"], output_names=["logits"],
        dynamic_axes={"windows": {0: "n"}, "logits": {0: "n"}}, dynamo=False,
    )  # fmt: skip


if __name__ == "__main__":
    main()
