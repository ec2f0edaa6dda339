"""Who gets past the door: sign-in, the unit's provider, limits, and what slows down guessing."""
