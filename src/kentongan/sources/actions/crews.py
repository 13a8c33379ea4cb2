"""A crew of threads that calls out while the main thread writes: the network never waits inside a transaction.

The threads are daemons: a worker that is told to stop goes at once, and what was under way is done again when the
rows' leases have run out.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """Work for a thread: wait `delay_s` seconds, call `run`. `failed` makes a result of whatever `run` raises.

    Neither may touch the database.
    """

    run: Callable[[], T]
    failed: Callable[[Exception], T]
    delay_s: float = 0.0


class Crew(Generic[T]):
    """Up to `size` threads, started when first needed and kept for the next pass."""

    def __init__(self, size: int, name: str) -> None:
        self.size = size
        self._name = name
        self._todo: queue.SimpleQueue[Job[T]] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[T] = queue.SimpleQueue()
        self._threads = 0
        self.busy = 0  # started and not yet handed back by `finished`

    @property
    def free(self) -> int:
        return self.size - self.busy

    def start(self, job: Job[T]) -> None:
        """Hand a job to the crew."""
        self.busy += 1
        if self._threads < min(self.busy, self.size):
            self._threads += 1
            threading.Thread(target=self._work, name=f"{self._name}-{self._threads}", daemon=True).start()
        self._todo.put(job)

    def finished(self, wait_s: float, most: int) -> list[T]:
        """Return what is done, at most `most`; wait up to `wait_s` seconds for the first."""
        done: list[T] = []
        try:
            while self.busy and len(done) < most:
                done.append(self._done.get(timeout=wait_s) if not done and wait_s > 0 else self._done.get_nowait())
                self.busy -= 1
        except queue.Empty:
            pass
        return done

    def _work(self) -> None:
        while True:
            job = self._todo.get()
            if job.delay_s > 0:
                time.sleep(job.delay_s)
            try:
                result = job.run()
            except Exception as error:  # noqa: BLE001 - one job's failure must cost the crew neither thread nor count
                result = job.failed(error)
            self._done.put(result)


def drive(
    crew: Crew[T], *, take: Callable[[int], int], keep: Callable[[list[T]], int], budget_s: float, batch: int
) -> int:
    """Let the crew work for about `budget_s` seconds: `take` starts jobs, `keep` writes what came back.

    Ends early when nothing is under way and `take` finds nothing. Jobs still under way at the end are kept by the next
    pass, so that one slow host holds up nothing. Returns how many things `keep` says were done.
    """
    ends = time.monotonic() + budget_s
    done = 0
    while time.monotonic() < ends:
        started = take(crew.free) if crew.free > 0 else 0
        if not started and not crew.busy:
            break
        done += keep(crew.finished(0.2, batch))
    return done
