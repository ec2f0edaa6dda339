"""交办: a bureau asks units below to mend what many have in common; each does it in its own ledger and hands up how far
it is. Two subjects that don't know each other, 上报 and 整改台账, meet here."""
