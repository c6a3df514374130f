"""Names of patients' files, and the key that they hang on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patient_writer import KEY, message, mode

from clinicpress.patients.filelist import key_path, patient_key, private_name
from clinicpress.problems import OutputError

pytestmark = pytest.mark.slow

posix = pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX")
NAME = re.compile(r"[a-z2-7]{20}")


def test_the_key_is_made_once_and_for_the_owner_alone(tmp_path: Path) -> None:
    key = patient_key(tmp_path)
    assert len(key) == 32
    assert patient_key(tmp_path) == key
    assert key_path(tmp_path) == tmp_path / "output" / "patients" / "key"
    assert patient_key(tmp_path / "another") != key


@posix
def test_the_key_and_its_folder_are_closed_to_others(tmp_path: Path) -> None:
    patient_key(tmp_path)
    assert (mode(key_path(tmp_path)), mode(key_path(tmp_path).parent)) == (0o600, 0o700)
    key_path(tmp_path).chmod(0o644)
    patient_key(tmp_path)
    assert mode(key_path(tmp_path)) == 0o600


MAKE_KEY = """
import sys; from pathlib import Path; from clinicpress.patients.filelist import patient_key
sys.stdin.readline(); print(patient_key(Path(sys.argv[1])).hex())
"""


def test_first_runs_at_once_agree_on_the_key(tmp_path: Path) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE_KEY, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for run in runs:
        assert run.stdin
        run.stdin.write("go\n")
        run.stdin.flush()
    keys = {run.communicate(timeout=60)[0] for run in runs}
    assert keys == {f"{patient_key(tmp_path).hex()}\n"}
    assert [path.name for path in key_path(tmp_path).parent.iterdir()] == ["key"]


@pytest.mark.parametrize("damaged", [b"", b"abc", b"0" * 63, b"\xff" * 64, b"G" * 64, b"0" * 128])
def test_a_damaged_key_is_told_and_kept(tmp_path: Path, damaged: bytes) -> None:
    patient_key(tmp_path)
    key_path(tmp_path).write_bytes(damaged)
    with pytest.raises(OutputError) as caught:
        patient_key(tmp_path)
    assert "is damaged" in message(caught.value)
    assert key_path(tmp_path).read_bytes() == damaged


def test_a_name_hangs_on_the_key_and_on_each_part() -> None:
    parts = [("EX-0001", "sciatica", "en"), ("EX-0002", "sciatica", "en"), ("EX-0001", "knee", "en")]
    parts += [("EX-0001", "sciatica", "es"), ("EX-0001s", "ciatica", "en"), ("ÉX\n1", "sciatica", "en")]
    names = {private_name(key, *part) for key in (KEY, bytes(32)) for part in parts}
    assert len(names) == 2 * len(parts)
    assert all(NAME.fullmatch(name) for name in names)
    assert private_name(KEY, "EX-0001", "sciatica", "en") == "xsccy4apa5ehdcfgstpn"
    assert private_name(KEY, "ex-0001", "sciatica", "en") == "xsccy4apa5ehdcfgstpn"


TEXTS = st.text(max_size=6)


@given(one=st.tuples(TEXTS, TEXTS, TEXTS), other=st.tuples(TEXTS, TEXTS, TEXTS))
def test_no_two_of_anything_share_a_name(one: tuple[str, str, str], other: tuple[str, str, str]) -> None:
    assert (private_name(KEY, *one) == private_name(KEY, *other)) is (one == other)
