"""After set-up no loop is left for a clerk to wait for."""

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import pingyi.scanner
from pingyi.ground.errors import NotReadyError
from pingyi.scanner.page.compiled import LOOPS
from pingyi.workflow.scans import trial
from pingyi.workflow.scans.trial import read_sample

ROWS = 59


def test_the_sample_is_read_and_every_loop_of_the_reader_is_kept() -> None:
    for module in pkgutil.walk_packages(pingyi.scanner.__path__, "pingyi.scanner."):
        import_module(module.name)
    assert read_sample() == ROWS
    kept = {loop.__name__: bool(loop._cache._cache_file._load_index()) for loop in LOOPS}
    assert kept
    assert not [name for name, there in kept.items() if not there]


def test_a_reader_that_does_not_read_its_sample_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("form.docx", "form.pdf", "clean.pdf"):
        (tmp_path / name).write_bytes((trial.SAMPLES / name).read_bytes())
    (tmp_path / "clean.pdf").write_bytes((Path(str(trial.SAMPLES)) / "sideways.pdf").read_bytes()[:2000])
    monkeypatch.setattr(trial, "SAMPLES", tmp_path)
    with pytest.raises(NotReadyError, match="样票读不出来"):
        read_sample()
