"""An official face is found under whatever name this computer has it by; only a free one in its stead is told about."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import get_data_path

from pingyi.generator.libreoffice import faces, fonts, profile
from pingyi.generator.libreoffice.faces import FACES, Face, chosen, is_free
from pingyi.generator.libreoffice.fonts import faces_here, substitutions, write_aliases
from pingyi.generator.libreoffice.pdf import made_with

ANY_FONT = Path(get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
FAMILY, WINDOWS = 1, 3
FREE = ("FandolFang", "FandolSong", "Noto Serif CJK SC", "Noto Sans CJK SC")
CONFIG = '<?xml version="1.0"?><fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>'
NAMED = [(face, name) for face, known in FACES.items() for name in known.also]
AS_SYSTEMS_HAVE_THEM = {
    "Windows": {"仿宋", "FangSong", "楷体", "KaiTi", "黑体", "SimHei", "宋体", "SimSun"},
    "WPS": {"方正仿宋_GBK", "方正楷体_GBK", "方正黑体_GBK", "方正小标宋_GBK", "方正书宋_GBK"},
    "Founder": {"FZFangSong-Z02S", "FZKai-Z03S", "FZHei-B01S", "FZXiaoBiaoSong-B05S", "FZShuSong-Z01S"},
    "UOS": {"CESI仿宋-GB2312", "CESI楷体-GB2312", "CESI黑体-GB2312", "CESI小标宋-GB2312", "CESI宋体-GB2312"},
}


@given(
    st.sampled_from(NAMED),
    st.sets(st.sampled_from(FREE)),
)
def test_the_design_under_another_name_comes_before_any_free_one(named: tuple[str, str], free: set[str]) -> None:
    face, name = named
    assert chosen(face, {name} | free) == name
    assert not is_free(face, name)
    instead = chosen(face, free)
    assert is_free(face, instead)


@pytest.mark.parametrize("system", AS_SYSTEMS_HAVE_THEM)
def test_what_a_system_has_stands_for_the_text_faces(system: str) -> None:
    lacking = {face for face in FACES if is_free(face, chosen(face, AS_SYSTEMS_HAVE_THEM[system]))}
    assert lacking <= ({"方正小标宋简体", "小标宋"} if system == "Windows" else set())


@pytest.mark.outside
@pytest.mark.skipif(shutil.which("fc-list") is None, reason="needs fontconfig")
@pytest.mark.parametrize("name", ["CESI小标宋-GB2312", "方正小标宋_GBK"])
def test_fontconfig_finds_it_by_the_official_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = tmp_path / "home" / "fonts"
    fonts.mkdir(parents=True)
    font = TTFont(ANY_FONT)
    font["name"].names = [record for record in font["name"].names if record.platformID == WINDOWS]
    for record in font["name"].names:
        if record.nameID == FAMILY:
            record.string = name
    font.save(fonts / "face.ttf")
    config = tmp_path / "fonts.conf"
    config.write_text(CONFIG.format(folder=fonts), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    assert "方正小标宋简体" not in substitutions({"方正小标宋简体"})
    assert "仿宋_GB2312" in substitutions({"仿宋_GB2312"})
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FONTCONFIG_FILE", str(write_aliases(tmp_path)))
    asked = ["fc-match", "--format=%{family}", "方正小标宋简体"]
    assert name in subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split(",")


@pytest.fixture
def own_face(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A face of this user."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "fonts").mkdir()
    return Path(shutil.copyfile(ANY_FONT, tmp_path / "fonts" / "office.ttf"))


def replaced(face: Path) -> None:
    shutil.copyfile(ANY_FONT.with_name("DejaVuSerif.ttf"), face)


def replaced_within_its_folders_age(face: Path) -> None:
    about = face.parent.stat()
    replaced(face)
    os.utime(face.parent, ns=(about.st_atime_ns, about.st_mtime_ns))


def replaced_by_one_as_old(face: Path) -> None:
    about = face.stat()
    replaced(face)
    os.utime(face, ns=(about.st_atime_ns, about.st_mtime_ns))


@pytest.mark.outside
@pytest.mark.skipif(shutil.which("fc-list") is None, reason="needs fontconfig")
@pytest.mark.parametrize("change", [replaced, replaced_within_its_folders_age, replaced_by_one_as_old, Path.unlink])
def test_a_face_put_in_anothers_place_is_seen(own_face: Path, change: Callable[[Path], None]) -> None:
    before = faces_here()
    assert faces_here() == before
    change(own_face)
    assert faces_here() != before


def test_faces_are_seen_where_there_is_no_fontconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts.shutil, "which", lambda _: None)
    homes = {"WINDIR": tmp_path / "Fonts", "LOCALAPPDATA": tmp_path / "own" / "Microsoft" / "Windows" / "Fonts"}
    monkeypatch.setenv("WINDIR", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))
    seen = [faces_here()]
    for folder in homes.values():
        folder.mkdir(parents=True)
        for source in ("DejaVuSans.ttf", "DejaVuSerif.ttf"):
            shutil.copyfile(ANY_FONT.with_name(source), folder / "face.ttf")
            seen.append(faces_here())
    assert len(set(seen)) == 5


@pytest.mark.office
def test_other_stand_ins_and_other_settings_make_another_print(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [made_with()]
    there = min({line.split(",")[0] for line in fonts._faces("%{family}")} - {*fonts.drawn({"仿宋"}).values()})
    monkeypatch.setitem(faces.FACES, "仿宋", Face(also=(), free=(there,)))
    seen.append(made_with())
    monkeypatch.setattr(profile, "SETTINGS", profile.SETTINGS[1:])
    seen.append(made_with())
    assert len(set(seen)) == 3
    assert made_with() == seen[-1]
