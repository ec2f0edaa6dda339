"""异议: what the public answers to the items of a published paper, unnamed; it becomes opinions and 群众评价."""
