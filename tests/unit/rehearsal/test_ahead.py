"""Files written ahead by the second process are those a wave writes itself."""

from __future__ import annotations

from pathlib import Path

from orchestration.rehearsal.ahead import waves_written_ahead
from orchestration.rehearsal.waves import waves


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_wave_written_ahead_is_the_wave_and_nothing_stays_behind(tmp_path: Path) -> None:
    wave = min(waves(), key=lambda wave: len(wave.files))
    wave.write(tmp_path / "plain")
    with waves_written_ahead(tmp_path / "ahead") as ahead:
        wanted = ahead.begin(lambda evening: evening == wave.received_at)
        ahead.drop(wave.received_at, tmp_path / "inbox")
    assert wanted == (wave.received_at,)
    assert contents(tmp_path / "inbox") == contents(tmp_path / "plain") != {}
    assert not (tmp_path / "ahead").exists()
