"""The parts of 群众评议: most of them in `page`, in their order, the others in modules of their own."""
