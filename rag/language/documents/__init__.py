"""Words at the edges of French and English documents: headings, dates, page labels."""
