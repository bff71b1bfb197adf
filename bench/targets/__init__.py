"""What is measured, one file each: ours, its rivals, and the bounds that no comment system can pass."""
