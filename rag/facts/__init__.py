"""The facts of two texts compared: figures, dates, names, denials."""
