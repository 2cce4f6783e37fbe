"""One grey picture: its pixels sampled, brought to darkness, known by their digest; loops that are compiled."""
