"""The parts of 数据导入: most of them in `page`, in their order, the others in modules of their own."""
