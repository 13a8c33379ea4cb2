"""The pages of this room. Outlets and articles are shared matter: every member with a unit reads all of them."""
