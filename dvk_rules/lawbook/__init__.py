"""The tools of whoever answers for a pack: read it in words, test it, check it, compare it."""
