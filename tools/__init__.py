"""Host side: the board on a PC, deploying, measuring. Nothing here is copied to a board."""
