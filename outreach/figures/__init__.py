"""Counting: facts as sorted columns, and every figure that is made of them."""
