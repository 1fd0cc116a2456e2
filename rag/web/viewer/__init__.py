"""The viewer: a document in a window of its own, at an address that can be shared."""
