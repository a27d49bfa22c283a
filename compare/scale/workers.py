"""Where chunks are worked on: processes of this machine, or an existing Dask cluster. Both call ``compare_chunk``."""

import os
import re
import signal
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from multiprocessing import get_context, parent_process
from typing import Any, Protocol

from compare.errors import BadInput, JobFailed
from compare.scale.chunks import Chunk, Outcome
from compare.scale.work import compare_chunk
from compare.settings import cores

__all__ = ["ClusterWorkers", "LocalWorkers", "WorkerLost", "Workers"]

Work = Callable[[Chunk], list[Outcome]]

# A chunk in work and one waiting, so that no worker waits while the coordinator writes.
_QUEUED = 2
_ADDRESS = re.compile(r"(?:\w+://)?[^/\s]+:\d+")


class WorkerLost(Exception):
    """The process that worked on a chunk died: killed, out of memory, or crashed in a library."""


class Workers(Protocol):
    """Something that works on chunks. ``next_done`` raises nothing for a chunk's own failure: it returns it."""

    def has_room(self) -> bool:
        """Whether another chunk should be handed in now."""
        ...

    def submit(self, chunk: Chunk) -> None:
        """Hand in a chunk."""
        ...

    def next_done(self) -> tuple[Chunk, list[Outcome] | Exception]:
        """Wait for a chunk to be finished. ``WorkerLost`` says that it may be handed in again."""
        ...

    def close(self) -> None:
        """End the work at once, finished or not."""
        ...


class LocalWorkers:
    """Processes of this machine, each a pool of its own: when one dies it is known which chunk it worked on."""

    def __init__(self, count: int, work: Work = compare_chunk) -> None:
        """Start nothing yet; each of ``count`` processes gets an equal share of the cores for its model."""
        # A new process looks for its first modules in the current folder: a signal.py there would be run.
        os.environ["PYTHONSAFEPATH"] = "1"
        self._work = work
        self._threads = max(1, cores() // count)
        self._pools = [self._pool() for _ in range(count)]
        self._queues: list[deque[tuple[Future[list[Outcome]], Chunk]]] = [deque() for _ in range(count)]

    def has_room(self) -> bool:
        """Whether a process has nothing waiting."""
        return min(len(queue) for queue in self._queues) < _QUEUED

    def submit(self, chunk: Chunk) -> None:
        """Hand the chunk to the process with the least to do."""
        number = min(range(len(self._pools)), key=lambda index: len(self._queues[index]))
        self._submit_to(number, chunk)

    def next_done(self) -> tuple[Chunk, list[Outcome] | Exception]:
        """The first chunk of any process that is finished."""
        while True:
            wait([queue[0][0] for queue in self._queues if queue], return_when=FIRST_COMPLETED)
            for number, queue in enumerate(self._queues):
                if queue and queue[0][0].done():
                    return self._take(number)

    def close(self) -> None:
        """Kill the processes that still work: what they hold has not been written anywhere."""
        for pool, queue in zip(self._pools, self._queues, strict=True):
            for process in list((pool._processes or {}).values()) if queue else ():
                process.kill()
            pool.shutdown(wait=True, cancel_futures=True)

    def _take(self, number: int) -> tuple[Chunk, list[Outcome] | Exception]:
        future, chunk = self._queues[number].popleft()
        try:
            return chunk, future.result()
        except BrokenProcessPool:
            self._replace(number)
            return chunk, WorkerLost()
        except Exception as error:
            return chunk, error

    def _replace(self, number: int) -> None:
        """A new process; what waited behind the lost chunk did nothing wrong and goes first."""
        self._pools[number].shutdown(wait=True, cancel_futures=True)
        self._pools[number] = self._pool()
        waiting = [chunk for _, chunk in self._queues[number]]
        self._queues[number].clear()
        for chunk in waiting:
            self._submit_to(number, chunk)

    def _submit_to(self, number: int, chunk: Chunk) -> None:
        try:
            future = self._pools[number].submit(self._work, chunk)
        except BrokenProcessPool as error:  # it died between two chunks
            future = Future()
            future.set_exception(error)
        self._queues[number].append((future, chunk))

    def _pool(self) -> ProcessPoolExecutor:
        # spawn: a fork of a process with threads (rich's display, torch's) may stop for ever.
        return ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_begin_worker, initargs=(self._threads,)
        )


def _begin_worker(threads: int) -> None:
    """Set up a worker process, before numpy or torch is loaded: they read these variables once."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = str(threads)
    # Ctrl-C goes to every process of the terminal; the coordinator decides what becomes of its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A coordinator that was killed cannot end its workers: they would wait for ever, each with a model in memory."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class ClusterWorkers:
    """An existing Dask cluster: chunks travel there as text, tables come back."""

    def __init__(self, address: str, work: Work = compare_chunk) -> None:
        """Connect.

        Raises:
            BadInput: Dask is not installed, the address is none, or no scheduler answers there.
        """
        if not _ADDRESS.fullmatch(address):  # Dask would take 20 seconds to say so, and leave a traceback behind
            raise BadInput(f"--scheduler {address}: no address; write it as tcp://host:8786")
        try:
            # By its name: without the extra there is nothing that a type checker could read.
            self._dask: Any = import_module("distributed")
        except ImportError as error:
            raise BadInput(
                "--scheduler: Dask is not installed; run `pip install '.[cluster]'` in the checkout"
            ) from error
        try:
            self._client = self._dask.Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise BadInput(f"--scheduler {address}: no Dask scheduler answers ({error})") from error
        self._work = work
        self._done = self._dask.as_completed(loop=self._client.loop)
        self._chunks: dict[str, Chunk] = {}

    def has_room(self) -> bool:
        """Whether the cluster's workers, however many there are now, have less than one chunk waiting each."""
        threads = int(sum(self._client.nthreads().values()))
        return len(self._chunks) < max(1, threads) * _QUEUED

    def submit(self, chunk: Chunk) -> None:
        """Hand in the chunk; Dask itself repeats it where a worker is lost."""
        # pure=False: a key of its own, else Dask would hash all the text to find equal work.
        future = self._client.submit(self._work, chunk, pure=False)
        self._chunks[future.key] = chunk
        self._done.add(future)

    def next_done(self) -> tuple[Chunk, list[Outcome] | Exception]:
        """The first chunk that is finished on any worker."""
        future: Any = next(self._done)
        chunk = self._chunks.pop(future.key)
        if future.status == "finished":
            return chunk, future.result()
        if future.status == "cancelled" or self._client.status != "running":
            raise JobFailed("--scheduler: the cluster has gone; what was finished is kept, run the same command again")
        error = future.exception()
        return chunk, WorkerLost() if isinstance(error, self._dask.KilledWorker) else error

    def close(self) -> None:
        """Withdraw what is not finished and leave the cluster running."""
        self._client.close()
