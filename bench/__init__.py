"""The benchmark: ours, its rivals and its upper bounds, interleaved in one run; see README.md here."""
