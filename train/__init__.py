"""Training of the encoder, one script for each step: ``python -m train.NAME`` from the root.

README.md has the commands in order.

- Steps: ``vocabulary``, ``teacher``, ``transformer``, ``average``, ``export``
- A smaller encoder: ``static``, with ``hard_negatives``
- Figures: ``evaluate`` scores encoders, ``curve`` draws their learning curve
- Shared: ``data``, ``tokenized``, ``tasks``, ``student``, ``precision``
"""
