"""What 通报与公开 is made of."""
