"""What is the same across outlets: encodings, coverage, claims, figure differences."""
