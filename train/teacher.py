"""Trains the teacher on English search, before it teaches.

    python -m train.teacher DATA_ROOT MINILM OUT --minutes 1

OUT is a folder like MINILM, for ``train.transformer``. The searches are English because the teacher
reads nothing else; the student transfers them to French, by translation.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

from train.data import SEED
from train.tasks import Student
from train.transformer import DEVICE, Schedule, add_schedule, tasks_of, train

TASK_WEIGHTS = {"squad": 6, "medical": 1, "heading-en-en": 2, "cloze-en": 1}


def main() -> None:
    """Trains a teacher and saves it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in ("root", "teacher", "out"):
        parser.add_argument(name, type=Path)
    add_schedule(parser)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(options.teacher)
    teacher = Student(AutoModel.from_pretrained(options.teacher), tokenizer, DEVICE)

    def save(folder: Path) -> None:
        teacher.network.save_pretrained(folder)
        tokenizer.save_pretrained(folder)

    train(
        teacher,
        tasks_of(teacher, None, options.root, TASK_WEIGHTS),
        options.out,
        Schedule.of(options),
        lambda step: save(options.out / "kept" / str(step)),
    )
    save(options.out)


if __name__ == "__main__":
    main()
