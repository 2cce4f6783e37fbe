"""An official face is found under whatever name this computer has it by; only a free one in its stead is told about."""

import shutil
import subprocess
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import get_data_path

from pingyi.generator.word.faces import FACES, chosen, is_free
from pingyi.generator.word.fonts import substitutions, write_aliases

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
