"""A program that runs another one, and ends it when the process that wanted it ends.

Run by its path, with a folder and a command. Its standard input is a pipe that the other process
holds open: when that closes, the command ends with all that it started, and the folder is deleted.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import threading


def main() -> int:
    """Runs the command; 0 if it did what it was asked to."""
    folder, *command = sys.argv[1:]
    group = None if sys.platform == "win32" else 0
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL, process_group=group)  # noqa: S603 - what office.py runs
    unwanted = threading.Event()

    def wait_for_the_end() -> None:
        sys.stdin.buffer.read()
        unwanted.set()
        _end(program)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    code = program.wait()
    _end(program)
    if unwanted.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if code else 0


def _end(program: subprocess.Popen[bytes]) -> None:
    """Ends a program and the programs that it started, as soffice does."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            program.kill()
        else:
            os.killpg(program.pid, signal.SIGKILL)


if __name__ == "__main__":
    # Not sys.exit: the thread still reads, and an interpreter that ends waits for its lock.
    os._exit(main())
