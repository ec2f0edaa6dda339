"""The parts of 征求意见: registering and an opinion's sheet in `page`, the others in modules of their own."""
