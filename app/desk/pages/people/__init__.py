"""The list of people, its preview and its papers; also what the other pages about people share."""
