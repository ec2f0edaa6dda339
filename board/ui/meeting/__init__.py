"""What 民主生活会 is made of: `page` in its order, then a module for each part of it."""
