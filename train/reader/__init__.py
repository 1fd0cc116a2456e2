"""Training of the reader, a script each step: ``python -m train.reader.NAME``.

The reader reads a question and a passage together. It says where the answer stands, whether the
passage answers at all, and how well each sentence answers. The steps are ``data``, ``train``,
``evaluate`` (with ``natural``) and ``export``; train/README.md has the commands. The other
modules are shared: ``examples``, ``sources``, ``sections``, ``rules``, ``official``, ``nulls``,
``mining``, ``typing_styles``, ``guard``, ``tokenized``, ``network``, ``scoring`` and ``reading``.
"""
