"""群众评议: rounds, forms given out and returned, answers, and which of them may be shown."""
