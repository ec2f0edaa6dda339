"""The parts of 征求意见: `page` for its beginning and the sheet, then a module for each other part."""
