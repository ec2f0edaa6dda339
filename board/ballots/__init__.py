"""填写评议表: filling in a round on phones with one-time codes, its sealed ballot box, and ending a round."""
