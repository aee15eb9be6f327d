"""The law as data: one folder a pack, read with ``importlib.resources``."""
