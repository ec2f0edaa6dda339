"""程序检查: the verdicts of the rules (`board.rules`) as pages show them, phase by phase, and marking a phase done."""
