"""A vote: a question put to the room, its bars before and after a discussion, then the verdict."""
