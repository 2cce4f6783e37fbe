"""
What reading takes, imported by the process whose copies read pages: once, however many read.

Nothing here is garbage: what is never looked through for any is never copied either.
"""

import gc

import pingyi.scanner.sheet  # noqa: F401 - imported for whoever is a copy

gc.collect()
gc.freeze()
