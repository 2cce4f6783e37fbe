"""The chain of evidence, what people sign, and who they are."""
