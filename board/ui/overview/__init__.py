"""What 总览 is made of."""
