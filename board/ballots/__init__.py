"""填写评议表: a round filled in on phones with one-time codes, its sealed ballot box, and ending a round."""
