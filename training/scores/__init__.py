"""The score reader's training: invented score strings from public digits, a small CRNN."""
