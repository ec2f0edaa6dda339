"""Paper ballots typed in by hand, checked like those of a file."""
