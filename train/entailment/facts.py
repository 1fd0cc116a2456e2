"""All facts by template, each with how often it is drawn."""

from __future__ import annotations

import random
from collections.abc import Callable

from train.entailment.amounts import AMOUNTS
from train.entailment.bodies import BODIES
from train.entailment.meetings import MEETINGS
from train.entailment.templates import Fact
from train.entailment.times import TIMES

# What may stand around another fact: it says nothing of the subjects of the others.
AROUND = (*MEETINGS, *BODIES)
FACTS: dict[Callable[[random.Random], Fact], int] = {**MEETINGS, **BODIES, **AMOUNTS, **TIMES}
