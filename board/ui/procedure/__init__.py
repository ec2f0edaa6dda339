"""The parts of 程序检查."""
