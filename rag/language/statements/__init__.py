"""How French and English state something: subjects, predicates, negations, duty."""
