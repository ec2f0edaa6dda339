"""The parts of 民主生活会: `page` for its beginning, then a module for each other part."""
