"""The number of threads of numpy."""

from __future__ import annotations


def algebra_on_one_thread() -> None:
    """Limits numpy to one thread in the whole process: for commands, not for libraries.

    The matrix products of an answer are small. With two threads each takes as long, and the second
    thread spins in between: 800 questions took 26 s beside their encoder, and 20 s with one.
    """
    from threadpoolctl import threadpool_limits

    threadpool_limits(1, user_api="blas")
