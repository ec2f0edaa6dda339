"""上报: a unit freezes a state and signs it, sends it or carries it as a file; a collector holds it to the unit's key
and to what came before, and keeps it beside the others. Nothing in it lets anybody find who gave an opinion."""
