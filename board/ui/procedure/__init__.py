"""What 程序检查 is made of."""
