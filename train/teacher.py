"""Makes the teacher better at search: in English, before it teaches.

    python -m train.teacher DATA_ROOT MINILM OUT --minutes 1

OUT is a folder as MINILM is, for ``transformer.py``. Only English is searched, for the teacher
reads nothing else; what it learns comes to French with its vectors, by translation.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

from train.data import SEED
from train.tasks import Student
from train.transformer import DEVICE, Plan, lessons, planned, train

DRAWS = {"squad": 6, "medical": 1, "heading-en-en": 2, "cloze-en": 1}


def main() -> None:
    """Trains a teacher and saves it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    for name in ("root", "teacher", "out"):
        parser.add_argument(name, type=Path)
    planned(parser)
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    tokenizer = AutoTokenizer.from_pretrained(chosen.teacher)
    teacher = Student(AutoModel.from_pretrained(chosen.teacher), tokenizer, DEVICE)

    def save(folder: Path) -> None:
        teacher.network.save_pretrained(folder)
        tokenizer.save_pretrained(folder)

    plan = Plan(chosen.minutes, chosen.steps, chosen.stop, chosen.keep_every, chosen.resume)
    train(
        teacher,
        lessons(teacher, None, chosen.root, DRAWS),
        chosen.out,
        plan,
        lambda step: save(chosen.out / "kept" / str(step)),
    )
    save(chosen.out)


if __name__ == "__main__":
    main()
