"""The branches of tier B, made anew: `python -m bench.train_language [SCRATCH]` (extras `train` and `language`).

About fifty CPU-minutes on one core; what was reached is kept in SCRATCH (default: bench-language in the temporary
folder), and a run that was stopped goes on there. Needs the corpus (KENTONGAN_CORPUS). Writes
src/kentongan/engine/encoder/weights/ and prints the figures that stand in docs/models.md.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main() -> None:
    """Train everything, one branch after the other."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from bench.training import train_comments_branch, train_entities_branch, train_towards_branch

    scratch = Path(sys.argv[1] if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "bench-language")
    scratch.mkdir(parents=True, exist_ok=True)
    train_comments_branch.main(scratch)
    train_entities_branch.main(scratch)
    train_towards_branch.main(scratch)  # begins as the comments branch, pooled with tier A


if __name__ == "__main__":
    main()
