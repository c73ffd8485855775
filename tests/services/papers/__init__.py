"""The meeting's paper: what it says, and that its files say the same."""
