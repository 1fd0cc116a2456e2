"""Training of the encoder, a script each step: ``python -m train.NAME`` from the repository root.

README.md has the commands in order. The steps are ``vocabulary``, ``teacher``, ``transformer``,
``soup`` and ``export``; ``static`` trains a smaller student. ``evaluate`` scores encoders and
``curve`` draws how they learn. The other modules are shared: ``data``, ``texts``, ``tasks``,
``student``, ``hard``, ``precision``.
"""
