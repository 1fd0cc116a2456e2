"""Hits to an answer: the pipeline of ``ask``."""
