"""How French and English ask: question words, courtesies, names of documents."""
