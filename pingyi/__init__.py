"""评议: everything lives under this one name; the rooms stand beside this folder and are linked into it."""

import os

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")  # before numpy: our matrices are small; processes are the parallelism
