"""What each protocol costs beside the bare run of the same network."""
