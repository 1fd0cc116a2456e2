"""Notebooks in the browser: kept quotes, checked again each time one is opened, and exported."""
