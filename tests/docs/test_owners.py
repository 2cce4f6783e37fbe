"""Some rules have one owner: nobody else spells them."""

import pytest
from program_text import ROOT, program


@pytest.mark.parametrize(
    ("spelt", "owners"),
    [
        ("ascontiguousarray(grey).data", {"scanner/page/identity.py"}),  # what a sheet is known by
        ('}.part"', {"ground/whole.py", "workflow/evidence/restore.py"}),  # whole or not at all: a file; a folder
        ("EDQUOT", {"ground/whole.py"}),
        ("处要改，没有导入", {"ground/errors.py"}),
        ('".tiff"', {"workflow/files/formats.py", "samples/filler/scan_file.py"}),  # what is taken; what is made
        ("HEIC", {"scanner/kept/bare_photo.py", "scanner/kept/clean_scan.py"}),  # how its parts lie; none lists formats
        ('".wps"', {"workflow/files/formats.py", "workflow/files/file_kinds.py"}),  # what is taken; what is no scan
    ],
)
def test_a_rule_is_spelt_by_its_owner_alone(spelt: str, owners: set[str]) -> None:
    found = {path.relative_to(ROOT).as_posix() for path in program() if spelt in path.read_text(encoding="utf-8")}
    assert found == owners
