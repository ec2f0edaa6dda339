"""The door: sign-in, the unit's provider, limits, and protection against guessing."""
