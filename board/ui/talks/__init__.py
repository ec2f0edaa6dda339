"""The parts of 谈心谈话: most of them in `page`, the matrix in a module of its own."""
