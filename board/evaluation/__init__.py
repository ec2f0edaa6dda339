"""群众评议: rounds, forms given out and returned, answers, and what may be shown of them."""
