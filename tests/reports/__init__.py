"""Files of the meeting's paper: written, and read again."""
