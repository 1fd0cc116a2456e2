"""Numbers, dates and times in French and English text."""
