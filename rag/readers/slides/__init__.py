"""Presentations: PowerPoint (PPTX)."""
