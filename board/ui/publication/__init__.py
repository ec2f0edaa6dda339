"""The parts of 通报与公开."""
