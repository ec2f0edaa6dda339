"""Votes counted by hand: a table of counts → counts by group, way, day, criterion and rank."""
