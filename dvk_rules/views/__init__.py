"""How results look, said once: in a terminal, and by the same words as pages of the desk."""
