"""What belongs to the project, told by .gitignore: a checkout may be tried where no git is installed."""

import os
from pathlib import Path

from pathspec import GitIgnoreSpec

ROOT = Path(__file__).parents[2]


def project_files() -> list[str]:
    """Files of the tree as `a/b.py`, new ones too, none that is ignored; a link counts as itself."""
    ignored = GitIgnoreSpec.from_lines((ROOT / ".gitignore").read_text(encoding="utf-8").splitlines())
    found = []
    for top, names, files in os.walk(ROOT):
        folder = Path(top)
        at = folder.relative_to(ROOT)
        names[:] = [name for name in names if name != ".git" and not ignored.match_file(f"{at / name}/")]
        linked = [name for name in names if (folder / name).is_symlink()]
        found += [str(at / name) for name in (*files, *linked) if not ignored.match_file(str(at / name))]
    return sorted(found)
