"""Trains branches of tier B: the upper layers of the body, tuned to one task, with torch on a CPU.

The layers below `DEPTH` are left as they are, so what they say of every text is worked out once and kept on disk in
half precision; an epoch then costs only the upper layers. A run writes its state every few minutes and goes on from
there when it is started again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from kentongan.engine.encoder.body import load_body
from kentongan.engine.encoder.forward import batches, embed, padded, run_layer

PARTS = ("q.w", "q.b", "k.w", "k.b", "v.w", "v.b", "ao.w", "ao.b", "aln.w", "aln.b")
PARTS += ("fi.w", "fi.b", "fo.w", "fo.b", "oln.w", "oln.b")
SAVE_EVERY = 180.0  # seconds


@dataclass(frozen=True)
class States:
    """What the lower layers say: all texts' pieces one after another, and where each text begins."""

    flat: np.ndarray  # pieces x hidden, float16
    starts: np.ndarray

    def batch(self, places: Sequence[int]) -> tuple[torch.Tensor, torch.Tensor]:
        """Texts x longest x hidden, and which pieces are there."""
        sizes = [int(self.starts[i + 1] - self.starts[i]) for i in places]
        x = np.zeros((len(places), max(sizes), self.flat.shape[1]), np.float32)
        held = np.zeros(x.shape[:2], bool)
        for row, (place, size) in enumerate(zip(places, sizes, strict=True)):
            x[row, :size] = self.flat[self.starts[place] : self.starts[place] + size]
            held[row, :size] = True
        return torch.from_numpy(x), torch.from_numpy(held)

    def size(self, place: int) -> int:
        """How many pieces a text has."""
        return int(self.starts[place + 1] - self.starts[place])


def states_of(rows: Sequence[Sequence[int]], depth: int, file: Path) -> States:
    """Run the first `depth` layers over texts (as pieces), or take what `file` keeps from an earlier run."""
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    if file.exists():
        flat = np.load(file, mmap_mode="r")
        if len(flat) == starts[-1]:
            return States(flat, starts)
    body = load_body()
    flat = np.zeros((starts[-1], body.hidden), np.float16)
    done, began = 0, time.process_time()
    for places in batches([len(row) for row in rows]):
        numbers, held = padded([rows[i] for i in places])
        x = embed(body, numbers)
        for parts in body.layers[:depth]:
            x = run_layer(x, held, parts, body.heads, body.epsilon)
        for row, place in enumerate(places):
            flat[starts[place] : starts[place + 1]] = x[row, : len(rows[place])]
        done += numbers.size
    print(f"lower layers: {done} pieces in {time.process_time() - began:.0f} CPU-s", flush=True)
    np.save(file, flat)
    return States(flat, starts)


class Branch(torch.nn.Module):
    """The layers from `depth` to `top` (exclusive), free to learn, and a head that the task brings."""

    def __init__(self, depth: int, top: int, outputs: int) -> None:
        super().__init__()
        body = load_body()
        self.depth, self.top, self.heads, self.epsilon = depth, top, body.heads, body.epsilon
        self.layers = torch.nn.ModuleList(
            torch.nn.ParameterDict(
                {name.replace(".", "_"): torch.nn.Parameter(torch.from_numpy(layer[name].copy())) for name in PARTS}
            )
            for layer in body.layers[depth:top]
        )
        self.head = torch.nn.Linear(body.hidden, outputs)
        torch.nn.init.normal_(self.head.weight, std=0.02)
        torch.nn.init.zeros_(self.head.bias)

    def forward(self, x: torch.Tensor, held: torch.Tensor) -> torch.Tensor:
        """The states after the top layer."""
        mask = None if bool(held.all()) else held[:, None, None, :]
        for parts in self.layers:
            x = self._layer(x, mask, parts)
        return x

    def _layer(self, x: torch.Tensor, mask: torch.Tensor | None, p: torch.nn.ParameterDict) -> torch.Tensor:
        count, longest, hidden = x.shape

        def split(name: str) -> torch.Tensor:
            product = torch.addmm(p[f"{name}_b"], x.reshape(-1, hidden), p[f"{name}_w"])
            return product.view(count, longest, self.heads, -1).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(split("q"), split("k"), split("v"), attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(-1, hidden)
        flat = x.reshape(-1, hidden)
        flat = self._norm(torch.addmm(p["ao_b"], seen, p["ao_w"]) + flat, p["aln_w"], p["aln_b"])
        inner = functional.gelu(torch.addmm(p["fi_b"], flat, p["fi_w"]), approximate="tanh")
        return self._norm(torch.addmm(p["fo_b"], inner, p["fo_w"]) + flat, p["oln_w"], p["oln_b"]).view(x.shape)

    def _norm(self, x: torch.Tensor, scale: torch.Tensor, shift: torch.Tensor) -> torch.Tensor:
        return functional.layer_norm(x, (x.shape[-1],), scale, shift, self.epsilon)

    def parts(self) -> list[dict[str, np.ndarray]]:
        """The layers' weights by the names that the body has for them."""
        return [
            {name: parts[name.replace(".", "_")].detach().numpy().copy() for name in PARTS} for parts in self.layers
        ]


Loss = Callable[[Branch, list[int]], torch.Tensor]
Draw = Callable[[random.Random], list[int]]


def train(
    branch: Branch,
    loss: Loss,
    sizes: Sequence[int],
    places: Draw,
    *,
    epochs: float,
    rate: float,
    head_rate: float,
    batch: int,
    file: Path,
    seed: int = 0,
    warm: float = 0.06,
) -> None:
    """AdamW over shuffled batches of like length; the rate rises over the first part, then falls to nothing.

    `places` draws the texts of one epoch. The state is kept in `file`.
    """
    groups = [
        {"params": list(branch.layers.parameters()), "lr": rate},
        {"params": list(branch.head.parameters()), "lr": head_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    plan = plan_of(sizes, places, batch=batch, epochs=epochs, seed=seed)
    steps = len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (warm * steps), max(0.0, (steps - step) / (steps * (1 - warm))))
    )
    step = 0
    if file.exists():
        kept = torch.load(file)
        branch.load_state_dict(kept["branch"])
        optimizer.load_state_dict(kept["optimizer"])
        schedule.load_state_dict(kept["schedule"])
        step = kept["step"]
    branch.train()
    saved, told, mean = time.monotonic(), time.process_time(), 0.0
    while step < steps:
        value = loss(branch, plan[step])
        optimizer.zero_grad(set_to_none=True)
        value.backward()
        torch.nn.utils.clip_grad_norm_(branch.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        mean = value.item() if not mean else 0.98 * mean + 0.02 * value.item()
        step += 1
        if step % 25 == 0:
            print(f"step {step}/{steps} loss {mean:.4f} CPU-s {time.process_time() - told:.0f}", flush=True)
        if time.monotonic() - saved > SAVE_EVERY or step == steps:
            torch.save(
                {
                    "branch": branch.state_dict(),
                    "optimizer": optimizer.state_dict(),
                    "schedule": schedule.state_dict(),
                    "step": step,
                },
                file,
            )
            saved = time.monotonic()
    branch.eval()


def plan_of(sizes: Sequence[int], places: Draw, *, batch: int, epochs: float, seed: int) -> list[list[int]]:
    """All batches of a training, in order: texts of like length together, in a new order every epoch."""
    order = random.Random(seed)
    plan: list[list[int]] = []
    for _ in range(int(np.ceil(epochs))):
        mixed = places(order)
        order.shuffle(mixed)
        groups = []
        for at in range(0, len(mixed), batch * 40):
            near = sorted(mixed[at : at + batch * 40], key=lambda place: sizes[place])
            groups += [near[k : k + batch] for k in range(0, len(near), batch)]
        order.shuffle(groups)
        plan += groups
    return plan[: int(len(plan) * epochs / np.ceil(epochs))]
