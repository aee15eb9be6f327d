"""Packs: the law as data, read, checked and ready to apply."""
