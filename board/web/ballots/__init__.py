"""填写评议表 for whoever has the link: light pages without an account, and the room's screen."""
