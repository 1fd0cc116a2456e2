"""How many threads the algebra of a process takes."""

from __future__ import annotations


def algebra_on_one_thread() -> None:
    """Leaves numpy's products one thread each, in the whole process: for commands, not libraries.

    Those of an answer are small. Shared by two threads each ends no sooner, and the second turns
    round and round for the next: 800 questions took 26 s beside their encoder, 20 s so.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")
