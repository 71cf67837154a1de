"""What each task costs at each size of a photograph."""
