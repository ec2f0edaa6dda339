"""Tables: columns and cells, fifty rows at a time on the screen, all of them on paper."""
