"""The parts of 上报: where to hand up, freezing with a preview, what was frozen; and what a collector took."""
