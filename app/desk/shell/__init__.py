"""The frame of the desk: window, unlock, first run, lock and what they ask from outside."""
