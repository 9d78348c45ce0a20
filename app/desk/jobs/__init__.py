"""Work that must not hold the window: the lane, its progress, its cancelling."""
