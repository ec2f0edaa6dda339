"""程序检查: the verdict of every rule of procedure on a day, phase by phase."""
