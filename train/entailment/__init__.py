"""Training of the entailment network, a script for each step: ``python -m train.entailment.NAME``.

The network reads a claim and its evidence together. It says whether the evidence supports the
claim, contradicts it, or says nothing about it. The steps are ``data``, ``train``, ``tune``,
``calibrate`` and ``export``; train/README.md has the commands. The other modules are shared:
``rows``, ``published``, ``documents``, ``derived`` with ``changes``, ``names`` and ``words``,
``templates`` with ``facts``, ``meetings``, ``bodies``, ``amounts`` and ``times``, ``everyday``;
``packed``, ``batches`` and ``network``.
"""
