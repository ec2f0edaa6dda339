"""各单位对比: which of many units differs from the others by more than chance, and which can't be told apart."""
