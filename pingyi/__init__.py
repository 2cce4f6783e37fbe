"""评议: everything lives under this one name; the rooms stand beside this folder and are linked into it."""
