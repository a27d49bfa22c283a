"""Text: sentences, their parse and the figures in them. Knows nothing of matching."""
