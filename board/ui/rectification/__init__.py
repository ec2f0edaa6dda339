"""The parts of 整改台账: the rows in `page`, the others in modules of their own."""
