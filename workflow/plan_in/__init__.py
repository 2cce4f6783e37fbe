"""An office's own plan document read: each field beside its source, and what is not told asked."""
