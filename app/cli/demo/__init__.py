"""The demonstration: the whole main job without a screen, on made-up people."""
